// Everything works as plain HTML, too.

import type { Page, Response } from '@playwright/test';
import { EMAIL, PASSWORD } from '../support/people.ts';
import { address, alert, button, dialog, expectFields, expectWrong, field, fill, references, row, rows, search, signInWith, toast } from '../support/screens.ts';
import { expect, test } from '../support/test.ts';

test.use({ javaScriptEnabled: false });

test.beforeEach(({ guard }) => guard.allow(/was preloaded using link preload but not used/));

/** Sends the form of the dialog and returns the answer to the post itself. */
async function send(page: Page, name: string): Promise<Response> {
  const posted = page.waitForResponse((response) => response.request().method() === 'POST');
  await button(page, name).click();
  const response = await posted;
  await page.waitForLoadState();
  return response;
}

test('signing in goes on where one was heading, and signing out ends it', async ({ browserOf, guard }) => {
  const page = await browserOf('nobody', { javaScriptEnabled: false });
  await page.goto('/sip-endpoints?sort=-port');
  await expect(page).toHaveURL(/\/sign-in\?back=/);
  guard.allowStatus(401);
  await signInWith(page, 'admin', 'not the password');
  await expect(alert(page).first()).toHaveText('This e-mail address and password do not belong together.');
  await expect(page.getByLabel('E-mail')).toHaveValue(EMAIL.admin);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
  expect(address(page)).toBe('/sip-endpoints?sort=-port');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/sip-endpoints');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('an endpoint is made, changed, duplicated and deleted', async ({ page }) => {
  await page.goto('/sip-endpoints');
  await page.getByRole('link', { name: 'Create the first endpoint' }).click();
  await fill(page, { 'SIP endpoint': 'sip:trunk@SIP.example.org:5061;transport=tls', Reference: 'paris', Password: 'secret' });
  expect((await send(page, 'Add SIP endpoint')).status()).toBe(303);
  await expect(toast(page)).toContainText('SIP endpoint paris added.');
  await expect(row(page, 'paris')).toHaveClass(/changed/);
  await expect(row(page, 'paris')).toContainText('sip.example.org');
  await expect(row(page, 'paris')).toContainText('trunk');

  await page.getByRole('link', { name: 'Edit paris' }).click();
  await expectFields(page, { Port: '5061', Transport: 'TLS', 'User name': 'trunk', Password: '' });
  await fill(page, { Port: '5070' });
  expect((await send(page, 'Save changes')).status()).toBe(303);
  await expect(toast(page)).toContainText('SIP endpoint paris saved.');
  await expect(row(page, 'paris')).toContainText('5070');

  await page.getByRole('button', { name: 'More for paris' }).click();
  await page.getByRole('link', { name: 'Duplicate' }).click();
  await expectFields(page, { Reference: 'paris-copy', Password: '' });
  await send(page, 'Add SIP endpoint');
  await expect(toast(page)).toContainText('SIP endpoint paris-copy added.');
  await expect(toast(page)).toContainText('paris has the same server, port and user name.');
  await page.getByRole('link', { name: 'Edit paris-copy' }).click();
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/A password is kept/);
  await dialog(page).getByRole('link', { name: 'Cancel' }).click();

  await page.getByRole('link', { name: 'Delete paris', exact: true }).click();
  await expect(dialog(page)).toContainText('Delete paris (sip.example.org port 5070)?');
  await send(page, 'Delete endpoint');
  await expect(toast(page)).toContainText('SIP endpoint paris deleted.');
  await expect(rows(page)).toHaveCount(1);
});

test('a password that was typed into a refused form is asked for again', async ({ page, guard }) => {
  guard.allowStatus(422);
  await page.goto('/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'a.example', Reference: 'b ad', 'User name': 'u', Password: 'pass-w0rd' });
  await send(page, 'Add SIP endpoint');
  await expectWrong(page, 'Password', 'Type the password again: it was not sent back.');
  await page.goto('/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'sip:bob:t0psecret@a.example', Reference: 'b ad' });
  const refused = await send(page, 'Add SIP endpoint');
  expect(await refused.text()).not.toContain('t0psecret');
  await expectWrong(page, 'Password', 'Type the password again');
});

test('a password in a pasted address is kept, and a host without a dot is warned of', async ({ page }) => {
  await page.goto('/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'sip:bob:t0psecret@pbx', Reference: 'paris' });
  await send(page, 'Add SIP endpoint');
  await expect(toast(page)).toContainText('A name without a dot is only found where the servers share a search domain.');
  await page.getByRole('link', { name: 'Edit paris' }).click();
  await expectFields(page, { 'User name': 'bob' });
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/A password is kept/);
});

test('TLS brings its own port', async ({ page, guard }) => {
  guard.allowStatus(422);
  await page.goto('/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'sip.example.org', Transport: 'TLS' });
  expect((await send(page, 'Add SIP endpoint')).status(), 'the reference is missing').toBe(422);
  await expectFields(page, { Port: '5061' });
  await fill(page, { Reference: 'paris' });
  await send(page, 'Add SIP endpoint');
  await expect(row(page, 'paris')).toContainText('5061');
});

test('a refused form comes back with what was typed and the words under the fields', async ({ page, guard }) => {
  guard.allowStatus(422);
  const typed = { 'SIP endpoint': '256.1.1.1', Port: '65536', Reference: '"><b>x', Codec: 'ulaw', Transport: 'TLS', Realm: '<i>"r' };
  await page.goto('/sip-endpoints/new?q=par&sort=-port');
  await fill(page, { ...typed, 'User name': 'a b', Password: 'pass-w0rd' });
  const refused = await send(page, 'Add SIP endpoint');
  expect(refused.status()).toBe(422);
  expect(await refused.text()).not.toContain('pass-w0rd');
  await expectWrong(page, 'SIP endpoint', 'This is not an IPv4 address');
  await expectWrong(page, 'Port', 'Enter a number from 1 to 65535.');
  await expectWrong(page, 'Reference', 'Use letters, digits and _ . @ -');
  await expectWrong(page, 'User name', 'Leave out spaces, quotes and colons.');
  await expectFields(page, { ...typed, 'User name': 'a b', Password: '' });

  await fill(page, { 'SIP endpoint': '10.0.0.1', Port: '5060', Reference: 'paris' });
  expect((await send(page, 'Add SIP endpoint')).status(), 'a second refusal').toBe(422);
  await expectFields(page, { 'SIP endpoint': '10.0.0.1', Port: '5060', Reference: 'paris', 'User name': 'a b' });
  await fill(page, { 'User name': 'ab', Password: 'secret' });
  expect((await send(page, 'Add SIP endpoint')).status()).toBe(303);
  expect(address(page), 'the list is as it was').toMatch(/^\/sip-endpoints\?q=par&sort=-port/);
  await expect(row(page, 'paris')).toBeVisible();
});

test('a taken reference is said at its field', async ({ page, api, guard }) => {
  guard.allowStatus(422);
  await api.create({ host: 'a.example', reference: 'Paris' });
  await page.goto('/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'b.example', Reference: 'paris' });
  expect((await send(page, 'Add SIP endpoint')).status()).toBe(422);
  await expectWrong(page, 'Reference', 'Another SIP endpoint has this reference');
  await expectFields(page, { 'SIP endpoint': 'b.example', Reference: 'paris' });
});

test('a refused change and a refused duplicate keep to their endpoint', async ({ page, api, guard }) => {
  guard.allowStatus(422);
  const id = await api.create({ host: 'a.example', reference: 'paris', user_name: 'u', password: 'kept' });
  await page.goto(`/sip-endpoints/${id}/edit`);
  await fill(page, { Port: '0', Realm: 'typed' });
  expect((await send(page, 'Save changes')).status()).toBe(422);
  await expectFields(page, { Port: '0', Realm: 'typed', Reference: 'paris' });
  await fill(page, { Port: '5070' });
  await send(page, 'Save changes');
  await expect(row(page, 'paris')).toContainText('5070');

  await page.goto(`/sip-endpoints/new?copy=${id}`);
  await fill(page, { Reference: 'paris' });
  expect((await send(page, 'Add SIP endpoint')).status()).toBe(422);
  await fill(page, { Reference: 'twin' });
  await send(page, 'Add SIP endpoint');
  await page.getByRole('link', { name: 'Edit twin' }).click();
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/A password is kept/);
});

test('the second of two people is told what changed, and saves on top', async ({ page, api, guard }) => {
  guard.allowStatus(409);
  const id = await api.create({ host: 'a.example', reference: 'paris', realm: 'old' });
  await page.goto(`/sip-endpoints/${id}/edit`);
  await fill(page, { 'User name': 'trunk', Realm: 'mine' });
  await api.change(id, { port: '5070', realm: 'theirs' });
  expect((await send(page, 'Save changes')).status()).toBe(409);
  const changes = dialog(page).getByRole('listitem');
  await expect(changes).toHaveText(['Port: 5060 → 5070', 'Realm: old → theirs; what you typed is kept']);
  await expect(dialog(page)).toContainText('Ada Admin changed this endpoint');
  await expectFields(page, { Port: '5070', 'User name': 'trunk', Realm: 'mine' });

  await api.change(id, { port: '5080' });
  expect((await send(page, 'Save changes')).status()).toBe(409);
  await expect(changes).toHaveText(['Port: 5070 → 5080']);
  await expectFields(page, { Port: '5080', 'User name': 'trunk', Realm: 'mine' });
  expect((await send(page, 'Save changes')).status()).toBe(303);
  await expect(row(page, 'paris')).toContainText('5080');
  await expect(row(page, 'paris')).toContainText('trunk');
});

test('the list is searched, sorted and paged', async ({ browserOf, page, api }) => {
  for (let number = 1; number <= 30; number++) {
    await api.create({ host: `h${number}.example`, port: String(6000 - number), reference: `ref-${String(number).padStart(2, '0')}` });
  }
  await page.goto('/sip-endpoints?size=25');
  await expect(rows(page)).toHaveCount(25);
  await page.getByRole('link', { name: 'Next' }).click();
  expect(await references(page)).toEqual(['ref-26', 'ref-27', 'ref-28', 'ref-29', 'ref-30']);
  await page.getByRole('link', { name: 'Previous' }).click();
  await expect(rows(page)).toHaveCount(25);
  await page.getByRole('columnheader', { name: 'Port' }).getByRole('link').click();
  expect((await references(page))[0]).toBe('ref-30');
  await search(page).fill('h2');
  await search(page).press('Enter');
  await expect(rows(page)).toHaveCount(11);
  expect((await references(page))[0]).toBe('ref-29');
  expect(address(page)).toContain('size=25');
  await expect(row(page, 'ref-29').locator('mark')).toHaveText('h2');
  const support = await browserOf('support', { javaScriptEnabled: false });
  await support.goto('/sip-endpoints?q=ref-07');
  await support.getByRole('link', { name: 'View ref-07' }).click();
  await expect(field(support, 'Reference')).toBeDisabled();
});

test('light and dark are chosen and kept', async ({ page }) => {
  await page.goto('/sip-endpoints?sort=-port');
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(address(page)).toBe('/sip-endpoints?sort=-port');
  await page.goto('/account');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Like the system' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'system');
});

test('the own password is changed', async ({ page, guard }) => {
  guard.allowStatus(422);
  await page.goto('/account');
  await page.getByLabel('Current password').fill('wrong');
  await page.getByLabel('New password').fill('a few easy words');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expectWrong(page, 'Current password', 'This is not your current password.');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('a few easy words');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(toast(page)).toContainText('Your password is changed.');
});

test('what was deleted meanwhile is said to be gone', async ({ page, api, guard }) => {
  guard.allowStatus(404);
  const id = await api.create({ host: 'a.example', reference: 'paris' });
  await page.goto(`/sip-endpoints/${id}/delete`);
  await api.delete(id);
  expect((await send(page, 'Delete endpoint')).status()).toBe(404);
  await expect(dialog(page)).toContainText('This is not here any more.');
});
