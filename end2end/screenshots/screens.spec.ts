// Every screen in every state worth looking at, in three sizes, light and dark.

import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { type Api } from '../support/api.ts';
import { LONGEST_HOST } from '../support/rules.ts';
import { button, dialog, field, fill, row, search, toast } from '../support/screens.ts';
import { command } from '../support/server.ts';
import { setting } from '../support/settings.ts';
import { expect, test, visit } from '../support/test.ts';

const FOLDER = resolve(process.env['INIT_CWD'] ?? '.', setting('SCREENSHOTS'));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** The page as it is now, in every size, light and dark. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${FOLDER}/${name}-${size.width}-${colorScheme}.png` });
    }
  }
}

async function makeThree(api: Api): Promise<number> {
  await api.create({ host: '10.20.0.14', reference: 'lyon', codec: 'ulaw' });
  await api.create({ host: '2001:db8::5', port: '5080', reference: 'backup-2', transport: 'tcp', user_name: 'trunk-9' });
  return api.create({ host: 'sip.paris.example.org', reference: 'paris', user_name: 'trunk-7', password: 'x', realm: 'Paris' });
}

test('list with 0 rows', async ({ page }) => {
  await visit(page, '/sip-endpoints');
  await shoot(page, 'list-0');
});

test('list with 3 rows, menu, delete, search, conflict, account', async ({ page, api, guard }) => {
  guard.allowStatus(409);
  const id = await makeThree(api);
  await visit(page, '/sip-endpoints');
  await shoot(page, 'list-3');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'More for paris' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'Duplicate' })).toBeFocused();
  await shoot(page, 'menu');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });
  await search(page).fill('paris 50');
  await expect(row(page, 'paris').locator('mark').first()).toBeVisible();
  await shoot(page, 'search');
  await search(page).fill('no such thing anywhere');
  await expect(page.getByText('No endpoint matches')).toBeVisible();
  await shoot(page, 'search-nothing');

  await visit(page, `/sip-endpoints/${id}/delete`);
  await shoot(page, 'delete');
  await visit(page, `/sip-endpoints/${id}/edit`);
  await shoot(page, 'edit');
  await api.change(id, { port: '5070', codec: 'alaw', realm: 'Paris PBX' });
  await fill(page, { Realm: 'mine' });
  await button(page, 'Save changes').click();
  await expect(dialog(page)).toContainText('while you were editing');
  await shoot(page, 'conflict');
  await visit(page, '/account');
  await shoot(page, 'account');
});

test('toast', async ({ page, api }) => {
  await makeThree(api);
  await page.clock.install();
  await visit(page, '/sip-endpoints?updated=paris&twin=lyon');
  await expect(toast(page)).toContainText('paris saved');
  await shoot(page, 'toast');
});

test('list with 500 rows', async ({ page, server }) => {
  await command(server.data, ['seed', '--endpoints', '500']);
  await visit(page, '/sip-endpoints');
  await shoot(page, 'list-500');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: /^Edit / }).nth(3).focus();
  await shoot(page, 'list-500-focus');
  await page.getByRole('navigation', { name: 'Pages' }).scrollIntoViewIfNeeded();
  await shoot(page, 'list-500-foot');
});

test('list with the longest of everything', async ({ page, api }) => {
  const user_name = `${'u'.repeat(120)}-the-end`;
  await api.create({ host: LONGEST_HOST, port: '65535', reference: `${'r'.repeat(55)}.the-end`, user_name });
  await api.create({ host: `sip.${'very-long-name.'.repeat(9)}example.org`, reference: 'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW' });
  const id = await makeThree(api);
  await visit(page, '/sip-endpoints');
  await shoot(page, 'list-longest');
  const [longest = { id }] = (await api.all()).filter(({ reference }) => reference.startsWith('rrr'));
  await visit(page, `/sip-endpoints/${longest.id}/delete`);
  await shoot(page, 'delete-longest');
});

test('form, empty and with errors', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints/new');
  await shoot(page, 'create');
  await fill(page, { 'SIP endpoint': '256.1.1.1', Port: '70000', Reference: 'pa ris', Password: 'x' });
  await button(page, 'Add SIP endpoint').click();
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await shoot(page, 'create-errors');
  await page.keyboard.press('Escape');
  await expect(dialog(page).getByText('Discard what you typed?')).toBeVisible();
  await shoot(page, 'create-discard');
  await button(page, 'Keep editing').click();
  await fill(page, { 'SIP endpoint': 'pbx', Port: '5060', Reference: 'new', Password: '' });
  await field(page, 'Realm').focus();
  await shoot(page, 'create-warning');
});

test('menu of a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/sip-endpoints');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.screenshot({ path: `${FOLDER}/small-menu-390-light.png` });
});

test('what support sees', async ({ browserOf, api }) => {
  const id = await makeThree(api);
  const page = await browserOf('support');
  await visit(page, '/sip-endpoints');
  await shoot(page, 'support-list');
  await visit(page, `/sip-endpoints/${id}/edit`);
  await shoot(page, 'support-view');
});

test.describe('of somebody who is signed out', () => {
  test.use({ who: 'nobody' });

  test('sign-in', async ({ page, guard }) => {
    guard.allowStatus(401, 404);
    await visit(page, '/sign-in');
    await shoot(page, 'sign-in');
    await page.getByLabel('E-mail').fill('ada.admin@switchroom.test');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('do not belong together')).toBeVisible();
    await shoot(page, 'sign-in-refused');
    await visit(page, '/nothing');
    await shoot(page, 'not-found');
  });
});

test.describe('of the first start', () => {
  test.use({ who: 'nobody', data: 'nobody' });

  test('set-up', async ({ page, server }) => {
    await visit(page, server.setUpLinks[0] ?? '');
    await shoot(page, 'set-up');
    await visit(page, '/sign-in');
    await shoot(page, 'sign-in-first-start');
  });
});

test('without JavaScript', async ({ browserOf, api, guard }) => {
  guard.allow(/was preloaded using link preload but not used/);
  const id = await makeThree(api);
  const page = await browserOf('admin', { javaScriptEnabled: false });
  await page.goto(`/sip-endpoints/${id}/edit`);
  await shoot(page, 'no-javascript-edit');
});
