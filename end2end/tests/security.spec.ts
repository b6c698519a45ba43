// What browsers are told not to do, and what other sites cannot do.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIResponse, Page } from '@playwright/test';
import { Api } from '../support/api.ts';
import { EMAIL, PASSWORD } from '../support/people.ts';
import { button, dialog, fill, row, signInWith, toast } from '../support/screens.ts';
import { Server } from '../support/server.ts';
import { copyOf } from '../support/templates.ts';
import { expect, test, visit } from '../support/test.ts';

const PAGES = ['/sip-endpoints', '/sip-endpoints/new', '/account', '/sign-in', '/nothing/here'];

function policy(response: APIResponse): Record<string, string> {
  const header = response.headers()['content-security-policy'] ?? '';
  return Object.fromEntries(
    header.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/);
      return [name, values.join(' ')];
    }),
  );
}

function nonceOf(response: APIResponse): string {
  return /'nonce-([^']+)'/.exec(policy(response)['script-src'] ?? '')?.[1] ?? '';
}

test('every page has a policy with a nonce of its own', async ({ api }) => {
  const nonces = new Set<string>();
  for (const path of [...PAGES, ...PAGES]) {
    const response = await api.get(path);
    const directives = policy(response);
    expect(nonceOf(response).length, path).toBeGreaterThanOrEqual(16);
    nonces.add(nonceOf(response));
    expect(directives['default-src']).toBe("'none'");
    expect(directives['frame-ancestors']).toBe("'none'");
    expect(directives['base-uri']).toBe("'none'");
    expect(directives['form-action']).toBe("'self'");
    expect(response.headers()['content-security-policy']).not.toContain('unsafe-inline');
    expect(response.headers()['content-security-policy']).not.toContain("'unsafe-eval'");
  }
  expect(nonces.size).toBe(2 * PAGES.length);
});

test('no page has a script or a style in it that lacks the nonce', async ({ api }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris' });
  for (const path of [...PAGES, `/sip-endpoints/${id}/edit`, `/sip-endpoints/${id}/delete`]) {
    const response = await api.get(path);
    const html = await response.text();
    const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes ?? '');
    expect(scripts.length, path).toBeGreaterThan(0);
    for (const attributes of scripts) {
      expect(attributes, path).toContain(`nonce="${nonceOf(response)}"`);
    }
    expect(html, path).not.toMatch(/<style\b|<[^>]+\sstyle=|<[^>]+\son[a-z]+=|javascript:/i);
  }
});

test('every answer says what browsers must not guess, frame or tell', async ({ api, server }) => {
  for (const path of [...PAGES, '/healthz', '/favicon.ico', '/api/session/me', '/pkg/nothing']) {
    const { headers } = await fetch(server.url + path, { redirect: 'manual' });
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('referrer-policy'), path).toBe('same-origin');
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
    expect(headers.get('strict-transport-security'), 'without https').toBeNull();
    expect(headers.get('x-request-id'), path).toBeTruthy();
  }
  const page = await api.get('/sip-endpoints');
  expect(page.headers()['cache-control'], 'somebody else’s data stays in no cache').toBe('no-store');
});

test('the page comes to life and is used without breaking its policy or asking another host', async ({ page, server }) => {
  const hosts = new Set<string>();
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:') {
      hosts.add(origin);
    }
  });
  await page.addInitScript(() => {
    const broken: string[] = [];
    Object.assign(window, { broken });
    document.addEventListener('securitypolicyviolation', (event) => broken.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await visit(page, '/sip-endpoints');
  await page.getByRole('link', { name: 'Create the first endpoint' }).click();
  await fill(page, { 'SIP endpoint': 'sip.example.org', Reference: 'paris' });
  await button(page, 'Add SIP endpoint').click();
  await expect(toast(page)).toContainText('added');
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.getByRole('searchbox').fill('par');
  await expect(row(page, 'paris').locator('mark')).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { broken: string[] }).broken)).toEqual([]);
  expect([...hosts]).toEqual([server.url]);
});

test('a script that somebody brings in does not run', async ({ page, guard }) => {
  await visit(page, '/sip-endpoints');
  guard.allow(/Content Security Policy/);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.setAttribute('onerror', 'window.ran = true');
    image.src = '/nothing.png';
    const failed = new Promise((done) => image.addEventListener('error', done));
    document.body.append(image);
    await failed;
    return 'ran' in window;
  });
  guard.allowStatus(404);
  expect(ran).toBe(false);
});

test.describe('cookies', () => {
  test.use({ who: 'nobody' });

  test('are for the server alone, and for this site', async ({ page, context }) => {
    await visit(page, '/sign-in');
    await signInWith(page, 'admin');
    await expect(page).toHaveURL(/\/sip-endpoints/);
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect.poll(async () => (await context.cookies()).map(({ name }) => name).sort()).toEqual(['switchroom', 'theme']);
    for (const cookie of await context.cookies()) {
      expect(cookie, cookie.name).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: '127.0.0.1' });
    }
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  test('are bound to https and to the host where https is used', async () => {
    const server = await Server.start(await copyOf('people'), { SWITCHROOM_PUBLIC_URL: 'https://switchroom.test' });
    const response = await fetch(`${server.url}/api/session/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ email: EMAIL.admin, password: PASSWORD }),
    });
    expect(response.status).toBe(200);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-switchroom=[^;]{20,};/);
    for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) {
      expect(cookie.split('; ')).toContain(flag);
    }
    expect(cookie).not.toContain('Domain');
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    await server.dispose();
  });

  test('of a session are new at each sign-in', async ({ server }) => {
    const values = new Set<string>();
    for (let time = 0; time < 3; time++) {
      const api = await Api.at(server.url);
      await api.post('session/sign-in', { email: EMAIL.admin, password: PASSWORD });
      values.add((await api.storageState()).cookies[0]?.value ?? '');
      await api.dispose();
    }
    expect(values.size).toBe(3);
  });
});

/** Another site, with a page that does as it likes. */
async function otherSite(html: string): Promise<{ url: string; close: () => void }> {
  const site = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(html);
  });
  await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(site.address() as AddressInfo).port}/`, close: () => site.close() };
}

// On the same host, where `SameSite` cookies are sent along.
test.describe('a page of another origin', () => {
  async function isSignedIn(page: Page): Promise<void> {
    await visit(page, '/sip-endpoints');
  }

  test('cannot post a form in somebody’s name', async ({ page, api, server, guard }) => {
    const id = await api.create({ host: 'sip.example.org', reference: 'paris' });
    await isSignedIn(page);
    guard.allowStatus(403);
    for (const [call, fields] of [
      ['sip-endpoints/create', { 'form[host]': 'evil.example', 'form[reference]': 'evil' }],
      ['sip-endpoints/delete', { id: String(id) }],
      ['session/sign-out', {}],
      ['session/theme', { theme: 'dark' }],
    ] as const) {
      const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
      const site = await otherSite(`<form method="post" action="${server.url}/api/${call}">${inputs.join('')}<button>Win a phone</button></form>`);
      await page.goto(site.url);
      const answered = page.waitForResponse(`${server.url}/api/**`);
      await page.getByRole('button').click();
      expect((await answered).status(), call).toBe(403);
      site.close();
    }
    expect((await api.all()).map((endpoint) => endpoint.reference)).toEqual(['paris']);
  });

  test('cannot call or read a server function', async ({ page, api, server, guard }) => {
    await api.create({ host: 'sip.example.org', reference: 'paris' });
    await isSignedIn(page);
    guard.allowStatus(403);
    guard.allow(/CORS policy/, /ERR_FAILED/);
    const site = await otherSite('<p>Hello</p>');
    await page.goto(site.url);
    const outcomes = await page.evaluate(async (url) => {
      const body = new URLSearchParams({ 'form[host]': 'evil.example', 'form[reference]': 'evil' });
      const call = async (path: string, init: RequestInit): Promise<string> => {
        try {
          const response = await fetch(url + path, { credentials: 'include', ...init });
          return `${response.type} ${await response.text()}`;
        } catch {
          return 'refused';
        }
      };
      return [
        await call('/api/sip-endpoints/create', { method: 'POST', body }),
        await call('/api/sip-endpoints/create', { method: 'POST', body, mode: 'no-cors' }),
        await call('/api/sip-endpoints/list', { method: 'POST', body: new URLSearchParams() }),
        await call('/sip-endpoints', {}),
      ];
    }, server.url);
    expect(outcomes).toEqual(['refused', 'opaque ', 'refused', 'refused']);
    site.close();
    expect((await api.all()).map((endpoint) => endpoint.reference)).toEqual(['paris']);
  });

  test('cannot put the app into a frame', async ({ page, server, guard }) => {
    await isSignedIn(page);
    guard.allow(/frame-ancestors|X-Frame-Options|chrome-error/i);
    const site = await otherSite(`<iframe src="${server.url}/sip-endpoints"></iframe>`);
    await page.goto(site.url);
    await expect(page.frameLocator('iframe').getByText('SIP endpoints')).toHaveCount(0);
    site.close();
  });
});

test('an address cannot put words or markup into a page', async ({ page, guard }) => {
  guard.allowStatus(404);
  page.on('dialog', () => expect(true, 'no script runs').toBe(false));
  const script = encodeURIComponent('"><script>alert(1)</script>');
  for (const path of [
    `/sip-endpoints?q=${script}`,
    `/sip-endpoints?created=${script}&twin=${script}`,
    `/sip-endpoints?sort=${script}&size=${script}&after=${script}~1`,
    `/sip-endpoints/${script}/edit`,
    `/sign-in?back=${script}`,
    `/set-up?link=${script}`,
    `/${script}`,
  ]) {
    await visit(page, path);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expect(page.getByText('alert(1) added')).toHaveCount(0);
    expect(await page.locator('script').evaluateAll((all) => all.filter((script) => script.textContent?.startsWith('alert')).length)).toBe(0);
  }
  await expect(dialog(page)).toHaveCount(0);
});
