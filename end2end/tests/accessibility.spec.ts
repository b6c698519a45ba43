// No rule of WCAG 2.2 AA that axe knows is broken: every screen and dialog, light and dark, wide and narrow.

import { expectNoViolations } from '../support/axe.ts';
import { button, dialog, fill, search, toast } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';
import type { Api } from '../support/api.ts';

// Movement is over at once, so that nothing is looked at half faded.
test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.slow();

async function makeTwo(api: Api): Promise<number> {
  await api.create({ host: '10.20.0.14', reference: 'lyon', codec: 'ulaw' });
  return api.create({ host: 'sip.example.org', reference: 'paris', user_name: 'trunk', password: 'x', realm: 'r' });
}

test.describe('of somebody who is signed out', () => {
  test.use({ who: 'nobody' });

  test('sign-in', async ({ page }) => {
    await visit(page, '/sign-in');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('Fill in this field.')).toHaveCount(2);
    await expectNoViolations(page, [390]);
  });

  test('sign-in refused', async ({ page, guard }) => {
    guard.allowStatus(401);
    await visit(page, '/sign-in');
    await page.getByLabel('E-mail').fill('a@b.test');
    await page.getByLabel('Password', { exact: true }).fill('x');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('do not belong together')).toBeVisible();
    await expectNoViolations(page, [390]);
  });
});

test.describe('of the first start', () => {
  test.use({ who: 'nobody', data: 'nobody' });

  test('set-up', async ({ page, server }) => {
    await visit(page, server.setUpLinks[0] ?? '');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await expect(page.getByText('Fill in this field.')).toHaveCount(3);
    await expectNoViolations(page, [390]);
    await visit(page, '/sign-in');
    await expectNoViolations(page, [390]);
  });
});

test('the empty list', async ({ page }) => {
  await visit(page, '/sip-endpoints');
  await expectNoViolations(page);
});

test('the list, a search in it, and a search without result', async ({ page, api }) => {
  await makeTwo(api);
  await visit(page, '/sip-endpoints?sort=-port');
  await expectNoViolations(page);
  await page.setViewportSize({ width: 1024, height: 900 });
  await search(page).fill('paris');
  await expect(page.locator('tbody mark').first()).toBeVisible();
  await expectNoViolations(page, [1024]);
  await search(page).fill('xyz');
  await expect(page.getByText('No endpoint matches')).toBeVisible();
  await expectNoViolations(page, [1024]);
});

test('an open menu', async ({ page, api }) => {
  await makeTwo(api);
  await visit(page, '/sip-endpoints');
  await page.getByRole('button', { name: 'More for paris' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Duplicate' })).toBeVisible();
  await expectNoViolations(page);
});

test('the menu of a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/sip-endpoints');
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(page.locator('#small-menu').getByRole('link', { name: 'SIP endpoints' })).toBeVisible();
  await expectNoViolations(page, [390]);
});

test('the form, empty and with errors, and the question before it closes', async ({ page }) => {
  await visit(page, '/sip-endpoints/new');
  await expectNoViolations(page);
  await fill(page, { 'SIP endpoint': 'pbx', Port: '0', Reference: 'a b' });
  await button(page, 'Add SIP endpoint').click();
  await expect(dialog(page).getByText('Enter a number from 1 to 65535.')).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await expect(dialog(page).getByText('Discard what you typed?')).toBeVisible();
  await expectNoViolations(page, [1024, 390]);
});

test('the form of an endpoint that has a password', async ({ page, api }) => {
  const id = await makeTwo(api);
  await visit(page, `/sip-endpoints/${id}/edit`);
  await expectNoViolations(page);
  await visit(page, `/sip-endpoints/new?copy=${id}`);
  await expectNoViolations(page, [390]);
});

test('a conflict', async ({ page, api, guard }) => {
  guard.allowStatus(409);
  const id = await makeTwo(api);
  await visit(page, `/sip-endpoints/${id}/edit`);
  await api.change(id, { port: '5070', realm: 'other' });
  await button(page, 'Save changes').click();
  await expect(dialog(page)).toContainText('while you were editing');
  await expectNoViolations(page);
});

test('the question before deleting', async ({ page, api }) => {
  const id = await makeTwo(api);
  await visit(page, `/sip-endpoints/${id}/delete`);
  await expectNoViolations(page);
});

test('the message after a change', async ({ page, api }) => {
  await makeTwo(api);
  // Long enough for all looks at it.
  await page.clock.install();
  await visit(page, '/sip-endpoints?updated=paris&twin=lyon');
  await expect(toast(page)).toContainText('lyon has the same server');
  await expectNoViolations(page);
});

test('what support sees', async ({ browserOf, api }) => {
  const id = await makeTwo(api);
  const page = await browserOf('support');
  await visit(page, '/sip-endpoints');
  await expectNoViolations(page, [390]);
  await visit(page, `/sip-endpoints/${id}/edit`);
  await expectNoViolations(page);
});

test('the own account', async ({ page }) => {
  await visit(page, '/account');
  await expectNoViolations(page);
});

test('an address where nothing is, and one that is forbidden', async ({ page, browserOf, guard }) => {
  guard.allowStatus(403, 404);
  await visit(page, '/nothing/here');
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await expectNoViolations(page);
  await visit(page, '/sip-endpoints/4711/edit');
  await expectNoViolations(page, [390]);
  const agent = await browserOf('agent');
  await visit(agent, '/sip-endpoints');
  await expectNoViolations(agent, [390]);
});

test('before WebAssembly has loaded', async ({ browserOf, api, guard }) => {
  guard.allow(/was preloaded using link preload but not used/);
  const id = await makeTwo(api);
  const page = await browserOf('admin');
  await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'export default () => {}; export const hydrate = () => {};' }));
  for (const path of ['', `/${id}/edit`, `/${id}/delete`]) {
    await page.goto(`/sip-endpoints${path}`);
    await expectNoViolations(page, [path ? 390 : 1440]);
  }
});
