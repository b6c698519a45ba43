// What surrounds every screen: sidebar, title, light and dark, and the page for an address where nothing is.

import { address } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';

test('every screen has a title, a heading and its place in the sidebar', async ({ page }) => {
  for (const [path, title] of [
    ['/sip-endpoints', 'SIP endpoints'],
    ['/account', 'Your account'],
  ] as const) {
    await visit(page, path);
    await expect(page).toHaveTitle(`${title} · Switchroom`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toContainText(title);
  }
  const entry = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'SIP endpoints' });
  await expect(entry).not.toHaveAttribute('aria-current');
  await entry.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
  await expect(entry).toHaveAttribute('aria-current', 'page');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account');
});

test('the start leads to the first screen', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sip-endpoints$/);
  await page.goto('/account');
  await page.getByRole('link', { name: 'Switchroom' }).first().click();
  await expect(page).toHaveURL(/\/sip-endpoints$/);
});

test('light and dark are chosen at once, and kept', async ({ page, browserOf }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await visit(page, '/sip-endpoints?sort=-port');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  const saved = page.waitForResponse('**/api/session/theme');
  await page.getByRole('button', { name: 'Dark' }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await saved;
  expect(address(page)).toBe('/sip-endpoints?sort=-port');
  await page.reload();
  expect(await background()).toBe(dark);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Light', exact: true }).click();
  expect(await background()).toBe(light);
  await page.getByRole('button', { name: 'Like the system' }).click();
  expect(await background()).toBe(dark);
  const somebody = await browserOf('support', { colorScheme: 'light' });
  await visit(somebody, '/sip-endpoints');
  await expect(somebody.locator('html')).toHaveAttribute('data-theme', 'system');
});

test('on a narrow screen the sidebar is a menu', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/account');
  const menu = page.locator('#small-menu');
  await expect(page.getByRole('complementary')).toBeHidden();
  await expect(menu).toBeHidden();
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await page.getByRole('button', { name: 'Menu' }).click();
  await menu.getByRole('link', { name: 'SIP endpoints' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
  await expect(menu, 'it does not stay over the screen').toBeHidden();
});

test('an address where nothing is says so, with a way on', async ({ page, api, guard }) => {
  guard.allowStatus(404);
  for (const path of ['/nothing', '/sip-endpoints/5/nothing', '/sip-endpoints/new/more', '/api', '/%ff%fe', '/..%2f..%2fetc/passwd']) {
    expect((await api.get(path)).status(), path).toBe(404);
  }
  await visit(page, '/nothing');
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the start' }).click();
  await expect(page).toHaveURL(/\/sip-endpoints$/);
});
