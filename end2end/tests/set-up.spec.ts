import { Api } from '../support/api.ts';
import { alert, expectWrong } from '../support/screens.ts';
import { expect, type Page, test, visit } from '../support/test.ts';
import type { Server } from '../support/server.ts';

test.use({ data: 'nobody', who: 'nobody' });

const NAME = 'Grace Hopper';
const EMAIL = 'grace@switchroom.test';
const SECRET = 'a few easy words';

/** The path of the link on the console. */
function linkOf(server: Server): string {
  expect(server.setUpLinks, server.output).toHaveLength(1);
  const { pathname, search } = new URL(server.setUpLinks[0] ?? '');
  return pathname + search;
}

async function fillIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(NAME);
  await page.getByLabel('E-mail', { exact: true }).fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
}

async function expectFirstScreen(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/sip-endpoints$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
  await expect(page.getByRole('link', { name: /Grace Hopper/ }).first()).toBeVisible();
}

test('the link that the first start prints makes the first administrator', async ({ page, server }) => {
  await visit(page, linkOf(server));
  await fillIn(page, SECRET);
  await expectFirstScreen(page);
});

test('the link works without JavaScript too', async ({ browserOf, server, guard }) => {
  const page = await browserOf('nobody', { javaScriptEnabled: false });
  guard.allow(/was preloaded using link preload but not used/);
  await page.goto(linkOf(server));
  guard.allowStatus(422);
  await fillIn(page, 'short');
  await expectWrong(page, 'Password', 'Use at least 12 characters.');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(NAME);
  await fillIn(page, SECRET);
  await expectFirstScreen(page);
});

test('the link does not work twice, and is not printed again', async ({ page, browserOf, server, guard }) => {
  const link = linkOf(server);
  await visit(page, link);
  await fillIn(page, SECRET);
  await expectFirstScreen(page);

  const second = await browserOf('nobody');
  await visit(second, link);
  guard.allowStatus(404);
  await fillIn(second, SECRET);
  await expect(alert(second).first()).toHaveText('This link is not valid any more.');

  await server.restart();
  expect(server.setUpLinks).toHaveLength(1);
});

test('a link that was never printed makes nobody an administrator', async ({ server }) => {
  const api = await Api.at(server.url);
  for (const link of ['', 'guessed', '%', "' OR 1=1 --", 'a'.repeat(10_000)]) {
    const answer = await api.post('session/set-up', { link, name: NAME, email: EMAIL, password: SECRET });
    expect(answer.status, link.slice(0, 20)).toBe(404);
  }
  await api.dispose();
});

test('what is wrong stands under the fields, and the first wrong one has the focus', async ({ page, server }) => {
  await visit(page, linkOf(server));
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expectWrong(page, 'Name', 'Fill in this field.');
  await expectWrong(page, 'E-mail', 'Fill in this field.');
  await expectWrong(page, 'Password', 'Fill in this field.');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.getByLabel('Name', { exact: true }).fill(NAME);
  await page.getByLabel('E-mail', { exact: true }).fill('grace');
  await page.getByLabel('Password', { exact: true }).fill('eleven char');
  await expectWrong(page, 'E-mail', 'Enter an e-mail address such as ada@example.org.');
  await expectWrong(page, 'Password', 'Use at least 12 characters.');
});

test('sign-in says what to do while nobody has an account', async ({ page }) => {
  await visit(page, '/sip-endpoints');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText('Open the set-up link that the server printed')).toBeVisible();
});
