// Who can sign in: invitations, roles, deactivation, many at once.

import { linkIn } from '../support/mailbox.ts';
import { EMAIL, PASSWORD } from '../support/people.ts';
import { button, dialog, rows, search, toast } from '../support/screens.ts';
import { expect, hydrated, type Page, test, visit } from '../support/test.ts';

test.use({ mail: true });

/** The row of somebody. */
function person(page: Page, name: string) {
  return rows(page).filter({ hasText: name });
}

async function invite(page: Page, name: string, email: string, role = 'agent'): Promise<void> {
  await visit(page, '/people');
  await page.getByRole('link', { name: 'Invite', exact: true }).click();
  await dialog(page).getByLabel('Name', { exact: true }).fill(name);
  await dialog(page).getByLabel('E-mail', { exact: true }).fill(email);
  await dialog(page).getByLabel('Role', { exact: true }).selectOption(role);
  await button(page, 'Send invitation').click();
  await expect(toast(page)).toContainText('The invitation is on its way.');
}

test('somebody who is invited chooses a password by the link in the mail, once', async ({ page, browserOf, mailbox, guard }) => {
  guard.allowStatus(404);
  await invite(page, 'Zoë "Zed" Müller, Jr.', 'zoe@callcentre.test', 'support');
  await expect(person(page, 'Zoë')).toContainText('Invited');
  await expect(person(page, 'Zoë')).toHaveClass(/changed/);
  await expect.poll(() => mailbox.to('zoe@callcentre.test').length).toBe(1);
  const link = linkIn(mailbox.to('zoe@callcentre.test')[0]);
  expect(mailbox.mails[0]?.to[0]?.name).toBe('Zoë "Zed" Müller, Jr.');

  const zoe = await browserOf('nobody');
  await visit(zoe, link);
  await expect(zoe.getByText('For Zoë "Zed" Müller, Jr.')).toBeVisible();
  await zoe.getByLabel('New password', { exact: true }).fill('short');
  await zoe.getByRole('button', { name: 'Save password' }).click();
  await expect(zoe.getByText('Use at least 12 characters.')).toBeVisible();
  await zoe.getByLabel('New password', { exact: true }).fill('a few easy words');
  await zoe.getByRole('button', { name: 'Save password' }).click();
  await expect(zoe.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
  await visit(page, '/people?q=zoe');
  await expect(person(page, 'Zoë')).toContainText('Active');

  const again = await browserOf('nobody');
  await again.goto(link);
  await expect(again.getByText('This link is not valid any more.')).toBeVisible();
});

test('an invitation that is sent again replaces the one before', async ({ page, browserOf, mailbox, guard }) => {
  guard.allowStatus(404);
  await invite(page, 'Kim', 'kim@callcentre.test');
  await page.getByRole('link', { name: 'Send another invitation to Kim' }).click();
  await expect(dialog(page)).toContainText('kim@callcentre.test');
  await button(page, 'Send invitation').click();
  await expect.poll(() => mailbox.to('kim@callcentre.test').length).toBe(2);
  const [first, second] = mailbox.to('kim@callcentre.test').map(linkIn);
  const kim = await browserOf('nobody');
  await kim.goto(first ?? '');
  await expect(kim.getByText('This link is not valid any more.')).toBeVisible();
  await kim.goto(second ?? '');
  await expect(kim.getByText('For Kim.')).toBeVisible();
});

test('a taken address is said at its field, and nothing typed is lost', async ({ page, guard }) => {
  guard.allowStatus(422);
  await visit(page, '/people/invite');
  await dialog(page).getByLabel('Name', { exact: true }).fill('Curtis again');
  await dialog(page).getByLabel('E-mail', { exact: true }).fill(EMAIL.agent.toUpperCase());
  await button(page, 'Send invitation').click();
  await expect(dialog(page).getByLabel('E-mail', { exact: true })).toHaveAccessibleDescription(/Somebody has this e-mail address already/);
  await expect(dialog(page).getByLabel('Name', { exact: true })).toHaveValue('Curtis again');
});

test('a role is changed, and takes effect at once', async ({ page, browserOf }) => {
  const support = await browserOf('support');
  await visit(support, '/sip-endpoints');
  await visit(page, '/people');
  await page.getByRole('link', { name: 'Change the role of Sam Support' }).click();
  await dialog(page).getByLabel('Role', { exact: true }).selectOption('agent');
  await button(page, 'Change the role').click();
  await expect(toast(page)).toContainText('The role is changed.');
  await expect(person(page, 'Sam Support')).toContainText('Agent');
  await visit(support, '/');
  await expect(support).toHaveURL(/\/my-phone$/);
});

test('the last administrator stays one', async ({ page, guard }) => {
  guard.allowStatus(409);
  await visit(page, '/people');
  await page.getByRole('link', { name: 'Change the role of Ada Admin' }).click();
  await dialog(page).getByLabel('Role', { exact: true }).selectOption('support');
  await button(page, 'Change the role').click();
  await expect(dialog(page)).toContainText('This is the last administrator.');
  await visit(page, '/people');
  await page.getByRole('link', { name: 'Deactivate Ada Admin' }).click();
  await button(page, 'Deactivate').click();
  await expect(dialog(page)).toContainText('This is the last administrator.');
});

test('whoever is deactivated is signed out everywhere, and can come back', async ({ page, browserOf, guard }) => {
  guard.allowStatus(401);
  const support = await browserOf('support');
  await visit(support, '/sip-endpoints');
  await visit(page, '/people');
  await page.getByRole('link', { name: 'Deactivate Sam Support' }).click();
  await expect(dialog(page)).toContainText('signed out everywhere');
  await button(page, 'Deactivate').click();
  await expect(person(page, 'Sam Support')).toContainText('Deactivated');
  await support.reload();
  await expect(support).toHaveURL(/\/sign-in/);
  await page.getByRole('link', { name: 'Reactivate Sam Support' }).click();
  await button(page, 'Reactivate').click();
  await expect(person(page, 'Sam Support')).toContainText('Active');
  await hydrated(support);
  await support.getByLabel('E-mail', { exact: true }).fill(EMAIL.support);
  await support.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await support.getByRole('button', { name: 'Sign in' }).click();
  await expect(support.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
});

test('the list is searched and narrowed down, with and without JavaScript', async ({ page, browserOf }) => {
  await visit(page, '/people');
  await expect(rows(page)).toHaveCount(5);
  await page.getByLabel('Any role').selectOption('agent');
  await expect(rows(page)).toHaveCount(3);
  await expect(page).toHaveURL(/\?role=agent$/);
  await search(page).fill('winslet');
  await expect(rows(page)).toHaveCount(1);
  await page.goBack();
  await page.goBack();
  await expect(rows(page)).toHaveCount(5);
  await page.getByLabel('Any state').selectOption('deactivated');
  await expect(page.getByRole('heading', { name: 'No people of this kind' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(rows(page)).toHaveCount(5);

  const plain = await browserOf('admin', { javaScriptEnabled: false });
  await plain.goto('/people');
  await plain.getByLabel('Any role').selectOption('admin');
  await plain.getByRole('button', { name: 'Filter' }).click();
  await expect(rows(plain)).toHaveCount(1);
});

test('many are added at once, after a look at what would happen', async ({ page, mailbox }) => {
  await visit(page, '/people/import');
  const lines = ['Name;E-mail;Role', 'New One;new1@callcentre.test', `Curtis;${EMAIL.agent}`, 'Broken;not an address', 'New Two;new2@callcentre.test;support', 'Twice;NEW1@callcentre.test'];
  await dialog(page).getByRole('textbox', { name: 'People' }).fill(lines.join('\n'));
  await button(page, 'Check').click();
  const summary = dialog(page).getByText('2 people to invite, 1 known already, 1 repeated, 1 with something wrong.');
  await expect(summary).toBeVisible();
  await expect(dialog(page).locator('p', { hasText: '2 people to invite' })).toBeFocused();
  await expect(dialog(page).getByRole('row').nth(1)).toContainText('E-mail: Enter an e-mail address');
  await expect(dialog(page)).toContainText('The same address as line 2');
  expect(mailbox.mails).toHaveLength(0);
  await button(page, 'Invite 2 people').click();
  await expect(dialog(page)).toContainText('2 people invited. These lines were left out.');
  const text = dialog(page).getByRole('textbox', { name: 'People' });
  await expect(text).toHaveValue(['Name;E-mail;Role', `Curtis;${EMAIL.agent}`, 'Broken;not an address', 'Twice;NEW1@callcentre.test'].join('\n'));
  await text.fill('Mended;mended@callcentre.test');
  await button(page, 'Check').click();
  await button(page, 'Invite 1 person').click();
  await expect(toast(page)).toContainText('1 person invited.');
  await expect(rows(page)).toHaveCount(8);
  await expect.poll(() => mailbox.mails.map((mail) => mail.to[0]?.address).sort()).toEqual(['mended@callcentre.test', 'new1@callcentre.test', 'new2@callcentre.test']);
});

test('a file is read as its program wrote it, and what is no list is refused', async ({ page }) => {
  await visit(page, '/people/import');
  const file = dialog(page).getByLabel('Or a CSV file', { exact: true });
  await file.setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('Mail;Name\r\nzoe@callcentre.test;Zo\xeb M\xfcller', 'latin1') });
  await expect(dialog(page).getByRole('textbox', { name: 'People' })).toHaveValue(/Zoë Müller/);
  await file.setInputFiles({ name: 'people.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\x03\x04 and so on') });
  await expect(dialog(page)).toContainText('This is a spreadsheet, not a CSV file.');
  await file.setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.alloc(2_000_001, 'a') });
  await expect(dialog(page)).toContainText('This file is larger than 2 MB.');
});

test('the toolbar leaves room for the search, and the confirmation stands where the form stood', async ({ page, browserOf }) => {
  await page.setViewportSize({ width: 820, height: 900 });
  await visit(page, '/people');
  expect((await search(page).boundingBox())?.width).toBeGreaterThanOrEqual(220);
  const nobody = await browserOf('nobody');
  const left = async (path: string) => {
    await visit(nobody, path);
    return (await nobody.locator('.card').boundingBox())?.x;
  };
  expect(await left('/forgot-password?sent=yes')).toBe(await left('/forgot-password'));
});

test('a role that somebody else changed meanwhile is shown before it is changed again', async ({ page, api, guard }) => {
  guard.allowStatus(409);
  await visit(page, '/people');
  await page.getByRole('link', { name: 'Change the role of Sam Support' }).click();
  const id = /people\/(\d+)\/role/.exec(page.url())?.[1] ?? '';
  await dialog(page).getByLabel('Role', { exact: true }).selectOption('agent');
  expect((await api.post('people/set-role', { id, version: '1', role: 'admin' })).status).toBe(200);
  await button(page, 'Change the role').click();
  await expect(dialog(page)).toContainText('Ada Admin changed this while you were editing: the role is Admin now.');
  await expect(dialog(page).getByLabel('Role', { exact: true })).toHaveValue('admin');
});

test('whoever deactivates themselves is told so', async ({ page }) => {
  await visit(page, '/people');
  await page.getByRole('link', { name: 'Deactivate Ada Admin' }).click();
  await expect(dialog(page)).toContainText('This is your own account.');
});

test('support sees people and changes nothing', async ({ browserOf, apiOf, guard }) => {
  guard.allowStatus(403);
  const support = await browserOf('support');
  await visit(support, '/people');
  await expect(rows(support)).toHaveCount(5);
  await expect(support.getByRole('link', { name: /Invite|Deactivate|Change the role|Add many/ })).toHaveCount(0);
  for (const who of ['support', 'agent', 'nobody'] as const) {
    const api = await apiOf(who);
    const calls: [string, Record<string, string>][] = [
      ['people/invite', { name: 'x', email: 'x@y.test', role: 'admin' }],
      ['people/invite-again', { id: '1' }],
      ['people/set-role', { id: '1', version: '1', role: 'admin' }],
      ['people/deactivate', { id: '1' }],
      ['people/reactivate', { id: '1' }],
      ['people/check-import', { text: 'a,a@b.test' }],
      ['people/import', { text: 'a,a@b.test' }],
      ['mail/send-again', { id: '1' }],
    ];
    const reading: [string, Record<string, string>][] = [['people/list', {}], ['people/get', { id: '1' }], ['mail/list', {}], ['mail/folder', {}]];
    for (const [name, fields] of [...calls, ...(who === 'support' ? [] : reading)]) {
      expect((await api.post(name, fields)).status, `${who}: ${name}`).toBe(who === 'nobody' ? 401 : 403);
    }
  }
});
