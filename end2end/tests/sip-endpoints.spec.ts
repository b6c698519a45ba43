// The life of an endpoint, from the first on an empty screen to its end.

import type { Response } from '@playwright/test';
import { address, button, dialog, expectFields, field, fill, row, rows, toast } from '../support/screens.ts';
import { expect, type Page, test, visit } from '../support/test.ts';

const SECRET = 'pa"ss <w>örd & more';

const PARIS = {
  'SIP endpoint': 'SIP.Paris.Example.org',
  Port: '5070',
  Reference: 'paris',
  Codec: 'alaw',
  Transport: 'TCP',
  'User name': 'trunk-7',
  Password: SECRET,
  Realm: 'Paris PBX "1"',
};

const FIELDS = { ...PARIS, 'SIP endpoint': 'sip.paris.example.org', Password: '' };

/** Reads along what the server sends, to look for what it must never send. */
function listen(page: Page): () => Promise<string> {
  const responses: Response[] = [];
  page.on('response', (response) => responses.push(response));
  return async () => {
    const wanted = responses.filter((response) => ['document', 'fetch'].includes(response.request().resourceType()));
    const texts = wanted.map(async (response) => [response.url(), await response.text().catch(() => '')].join('\n'));
    return (await Promise.all(texts)).join('\n');
  };
}

test('an endpoint is made, found, changed, duplicated and deleted', async ({ page }) => {
  const sent = listen(page);
  await visit(page, '/sip-endpoints');

  await expect(page.getByRole('heading', { name: 'No SIP endpoints yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Create the first endpoint' }).click();
  await expect(page.getByRole('dialog', { name: 'Create SIP endpoint' })).toBeVisible();
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await expectFields(page, { Port: '5060', Codec: 'alaw and ulaw', Transport: 'UDP' });
  await fill(page, PARIS);
  await button(page, 'Add SIP endpoint').click();
  await expect(dialog(page)).toBeHidden();
  await expect(toast(page)).toContainText('SIP endpoint paris added.');
  await expect(row(page, 'paris')).toHaveClass(/changed/);
  for (const text of ['sip.paris.example.org', '5070', 'paris', 'alaw', 'trunk-7']) {
    await expect(row(page, 'paris').getByRole('cell', { name: text, exact: true })).toBeVisible();
  }
  expect(address(page), 'nothing of the message stays in the address').toBe('/sip-endpoints');

  await page.getByRole('link', { name: 'Edit paris' }).click();
  await expectFields(page, FIELDS);
  await fill(page, { Port: '5071', Codec: 'alaw and ulaw' });
  await button(page, 'Save changes').click();
  await expect(toast(page)).toContainText('SIP endpoint paris saved.');
  await expect(row(page, 'paris')).toHaveClass(/changed/);
  await expect(row(page, 'paris')).toContainText('5071');

  await page.getByRole('button', { name: 'More for paris' }).click();
  await page.getByRole('link', { name: 'Duplicate' }).click();
  await expectFields(page, { ...FIELDS, Port: '5071', Codec: 'alaw and ulaw', Reference: 'paris-copy' });
  await button(page, 'Add SIP endpoint').click();
  await expect(toast(page)).toContainText('SIP endpoint paris-copy added.');
  await expect(rows(page)).toHaveCount(2);

  await page.getByRole('link', { name: 'Delete paris', exact: true }).click();
  await expect(dialog(page)).toContainText('Delete paris (sip.paris.example.org port 5071)?');
  await expect(button(page, 'Delete endpoint')).not.toBeFocused();
  await button(page, 'Delete endpoint').click();
  await expect(toast(page)).toContainText('SIP endpoint paris deleted.');
  await expect(row(page, 'paris')).toHaveCount(0);
  await expect(rows(page)).toHaveCount(1);

  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await expect(row(page, 'paris-copy')).toBeVisible();
  const everything = await sent();
  expect(everything).toContain('sip.paris.example.org');
  for (const secret of [SECRET, JSON.stringify(SECRET).slice(1, -1), encodeURIComponent(SECRET), '&lt;w&gt;örd']) {
    expect(everything, 'a password never comes back').not.toContain(secret);
  }
});

test('a kept password is unchanged unless another is typed, and can be taken away', async ({ page, api }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris', user_name: 'u', password: SECRET });
  const open = () => visit(page, `/sip-endpoints/${id}/edit`);

  await open();
  await expect(field(page, 'Password')).toHaveValue('');
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/Leave this empty to keep it unchanged/);
  await fill(page, { Realm: 'somewhere' });
  await button(page, 'Save changes').click();
  await expect(toast(page)).toContainText('saved');

  await open();
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/A password is kept/);
  await dialog(page).getByLabel('Remove the password').check();
  await button(page, 'Save changes').click();
  await expect(toast(page)).toContainText('saved');

  await open();
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/Kept encrypted and never shown again/);
  await expect(dialog(page).getByLabel('Remove the password')).toHaveCount(0);
  await fill(page, { Password: 'another' });
  await button(page, 'Save changes').click();
  await expect(toast(page)).toContainText('saved');

  await open();
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/A password is kept/);
  await fill(page, { 'User name': '' });
  await button(page, 'Save changes').click();
  await expect(toast(page)).toContainText('saved');

  await open();
  await expect(field(page, 'Password'), 'without a user name there is no password').toHaveAccessibleDescription(
    /Kept encrypted and never shown again/,
  );
});

test('what is typed as a password is shown on request, and only that', async ({ page }) => {
  await visit(page, '/sip-endpoints/new');
  await fill(page, { Password: SECRET });
  const show = button(page, 'Show what is typed');
  await expect(field(page, 'Password')).toHaveAttribute('type', 'password');
  await show.click();
  await expect(field(page, 'Password')).toHaveAttribute('type', 'text');
  await expect(field(page, 'Password')).toHaveValue(SECRET);
  await expect(show).toHaveAttribute('aria-pressed', 'true');
  await show.click();
  await expect(field(page, 'Password')).toHaveAttribute('type', 'password');
});

test('a duplicate gets the next free reference and the password', async ({ page, api }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris', user_name: 'u', password: SECRET });
  for (const copy of ['paris-copy', 'paris-copy-2', 'paris-copy-3']) {
    await visit(page, `/sip-endpoints/new?copy=${id}`);
    await expect(page.getByRole('dialog', { name: 'Duplicate SIP endpoint' })).toBeVisible();
    await expectFields(page, { Reference: copy, Password: '' });
    await expect(field(page, 'Password')).toHaveAccessibleDescription(/The password of the original is copied/);
    await button(page, 'Add SIP endpoint').click();
    await expect(toast(page)).toContainText(`SIP endpoint ${copy} added.`);
  }
  await page.getByRole('link', { name: 'Edit paris-copy-3' }).click();
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/A password is kept/);
});

test('a duplicate has a password of its own when one is typed', async ({ page, api }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, `/sip-endpoints/new?copy=${id}`);
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/Kept encrypted and never shown again/);
  await fill(page, { 'User name': 'u', Password: 'other' });
  await button(page, 'Add SIP endpoint').click();
  await page.getByRole('link', { name: 'Edit paris-copy' }).click();
  await expect(field(page, 'Password')).toHaveAccessibleDescription(/A password is kept/);
});

test('what was deleted meanwhile is said to be gone', async ({ page, api, guard }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris' });
  const gone = 'This is not here any more. Somebody may have deleted it.';
  await visit(page, `/sip-endpoints/${id}/edit`);
  await fill(page, { Realm: 'typed' });
  await api.delete(id);
  guard.allowStatus(404);
  await button(page, 'Save changes').click();
  await expect(dialog(page).getByRole('alert').first()).toHaveText(gone);
  await expectFields(page, { Realm: 'typed' });
  for (const path of [`/sip-endpoints/${id}/edit`, `/sip-endpoints/${id}/delete`, `/sip-endpoints/new?copy=${id}`]) {
    await visit(page, path);
    await expect(dialog(page)).toContainText(gone);
  }
});

test('a button that was pressed cannot be pressed again while it works', async ({ page, api }) => {
  await visit(page, '/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'sip.example.org', Reference: 'paris' });
  let calls = 0;
  await page.route('**/api/sip-endpoints/create', async (route) => {
    calls += 1;
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  await button(page, 'Add SIP endpoint').dblclick();
  await expect(button(page, 'Add SIP endpoint')).toBeDisabled();
  await expect(toast(page)).toContainText('added');
  expect(calls).toBe(1);
  expect(await api.all()).toHaveLength(1);
});

test('a server that cannot be reached is said in words, and nothing typed is lost', async ({ page, server, guard }) => {
  await visit(page, '/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'sip.example.org', Reference: 'paris' });
  await server.stop();
  guard.allow(/ERR_CONNECTION_REFUSED/);
  await button(page, 'Add SIP endpoint').click();
  await expect(dialog(page).getByRole('alert').first()).toHaveText(/The server cannot be reached/);
  await server.launch();
  await button(page, 'Add SIP endpoint').click();
  await expect(toast(page)).toContainText('SIP endpoint paris added.');
});
