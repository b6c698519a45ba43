// What each role may see and do. The server functions refuse by themselves, whatever the screen offers.

import type { Api } from '../support/api.ts';
import { dialog, expectFields, field, row, rows, search } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';

const FORBIDDEN = 'Your role does not allow this. Ask an administrator.';
const SECRET = 'not for support';

/** Server functions that read, and what they are called with. */
function reading(id: string): [string, Record<string, string>][] {
  return [
    ['list', { query: '?q=paris' }],
    ['get', { id }],
    ['find-twin', { host: 'sip.example.org', port: '5060' }],
  ];
}

/** Server functions that change something, or prepare it. */
function changing(id: string): [string, Record<string, string>][] {
  const form = { 'form[host]': 'b.example', 'form[reference]': 'forged' };
  return [
    ['create', form],
    ['create', {}],
    ['copy-of', { id }],
    ['update', { id, version: '1', ...form }],
    ['delete', { id }],
    ['delete', { id: '4711' }],
  ];
}

async function makeOne(api: Api): Promise<string> {
  const endpoint = { host: 'sip.example.org', reference: 'paris', user_name: 'trunk', password: SECRET, realm: 'r' };
  return String(await api.create(endpoint));
}

test.describe('support', () => {
  test.use({ who: 'support' });

  test('sees, searches and looks into endpoints', async ({ page, api }) => {
    await makeOne(api);
    await api.create({ host: 'b.example', reference: 'lyon' });
    await visit(page, '/sip-endpoints');
    await expect(rows(page)).toHaveCount(2);
    await search(page).fill('paris');
    await expect(rows(page)).toHaveCount(1);
    await page.getByRole('link', { name: 'View paris' }).click();
    await expect(page.getByRole('dialog', { name: 'SIP endpoint', exact: true })).toBeVisible();
    await expectFields(page, { 'SIP endpoint': 'sip.example.org', 'User name': 'trunk', Password: '', Realm: 'r' });
    for (const label of ['SIP endpoint', 'Port', 'Reference', 'Codec', 'Transport', 'User name', 'Password', 'Realm']) {
      await expect(field(page, label), label).toBeDisabled();
    }
    await expect(dialog(page).getByRole('button', { name: 'Save changes' })).toHaveCount(0);
    await dialog(page).getByRole('link', { name: 'Close' }).last().click();
    await expect(dialog(page)).toBeHidden();
    await expect(page).toHaveURL(/\?q=paris$/);
  });

  test('is offered nothing that changes anything', async ({ page, api }) => {
    await visit(page, '/sip-endpoints');
    await expect(page.getByRole('heading', { name: 'No SIP endpoints yet' })).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: /Create/ })).toHaveCount(0);
    await makeOne(api);
    await page.reload();
    await expect(row(page, 'paris')).toBeVisible();
    for (const name of [/Create/, /Edit/, /Delete/, /Duplicate/]) {
      await expect(page.getByRole('main').getByRole('link', { name })).toHaveCount(0);
    }
    await expect(row(page, 'paris').getByRole('button')).toHaveCount(0);
  });

  test('is told at the address of a form that it is not for them', async ({ page, api, guard }) => {
    const id = await makeOne(api);
    guard.allowStatus(403);
    for (const path of ['new', `new?copy=${id}`, `${id}/delete`]) {
      await visit(page, `/sip-endpoints/${path}`);
      await expect(dialog(page), path).toContainText(FORBIDDEN);
      await expect(dialog(page).getByRole('button'), path).toHaveCount(0);
    }
  });

  test('is refused every changing call, by name', async ({ api, apiOf }) => {
    const id = await makeOne(api);
    const support = await apiOf('support');
    for (const [name, form] of reading(id)) {
      const answer = await support.post(`sip-endpoints/${name}`, form);
      expect(answer.status, name).toBe(200);
      expect(answer.text, name).not.toContain(SECRET);
    }
    for (const [name, form] of changing(id)) {
      const answer = await support.post(`sip-endpoints/${name}`, form);
      expect(answer.status, name).toBe(403);
      expect(answer.json, name).toBe('Forbidden');
    }
    expect((await api.all()).map((endpoint) => endpoint.reference)).toEqual(['paris']);
  });
});

test.describe('an agent', () => {
  test.use({ who: 'agent' });

  test('is told that the screen is not for them', async ({ page, api, guard }) => {
    await makeOne(api);
    guard.allowStatus(403);
    await visit(page, '/sip-endpoints');
    await expect(page.getByText(FORBIDDEN)).toBeVisible();
    await expect(page.getByText('paris')).toHaveCount(0);
    await expect(page.getByRole('searchbox')).toHaveCount(0);
  });

  test('starts at the own phone, and is offered nothing else', async ({ page }) => {
    await visit(page, '/');
    await expect(page).toHaveURL(/\/my-phone$/);
    await expect(page.getByRole('navigation', { name: 'Screens' }).getByRole('link')).toHaveText(['My phone']);
  });

  test('is refused every call, by name', async ({ api, apiOf }) => {
    const id = await makeOne(api);
    const agent = await apiOf('agent');
    for (const [name, form] of [...reading(id), ...changing(id)]) {
      const answer = await agent.post(`sip-endpoints/${name}`, form);
      expect(answer.status, name).toBe(403);
      expect(answer.text, name).not.toContain('paris');
    }
    expect(await api.all()).toHaveLength(1);
  });
});

test.describe('somebody who is signed out', () => {
  test.use({ who: 'nobody' });

  test('is refused every call, by name', async ({ api, apiOf }) => {
    const id = await makeOne(api);
    const nobody = await apiOf('nobody');
    for (const [name, form] of [...reading(id), ...changing(id)]) {
      const answer = await nobody.post(`sip-endpoints/${name}`, form);
      expect(answer.status, name).toBe(401);
      expect(answer.text, name).not.toContain('paris');
    }
    const change = { current_password: 'x', new_password: 'a few easy words' };
    expect((await nobody.post('session/change-password', change)).status).toBe(401);
    expect(await api.all()).toHaveLength(1);
  });

  test('sees nothing of any page but the way to sign in', async ({ page, api, apiOf }) => {
    const id = await makeOne(api);
    const nobody = await apiOf('nobody');
    for (const path of ['', `/${id}/edit`, `/${id}/delete`, '/new', `/new?copy=${id}`]) {
      await page.goto(`/sip-endpoints${path}`);
      await expect(page, path).toHaveURL(/\/sign-in\?back=/);
      expect(await (await nobody.get(`/sip-endpoints${path}`)).text(), path).not.toContain('paris');
    }
    await page.goto('/account');
    await expect(page).toHaveURL(/\/sign-in\?back=/);
  });
});
