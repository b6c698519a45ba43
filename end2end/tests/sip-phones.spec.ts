// SIP phones: credentials that reach the agent.

import { createHash } from 'node:crypto';
import { button, dialog, rows, toast } from '../support/screens.ts';
import { expect, hydrated, type Page, test, visit } from '../support/test.ts';

test.use({ mail: true });

const AGENTS = {
  'Curtis Stone': 'curtis.stone@callcentre.test',
  'Jamie Oliver': 'jamie.oliver@callcentre.test',
  'Kate Winslet': 'kate.winslet@callcentre.test',
} as const;

function phone(page: Page, name: string) {
  return rows(page).filter({ hasText: name });
}

/** Chooses agents in the drop-down by typing a part of their names. */
async function choose(page: Page, ...names: string[]): Promise<void> {
  const box = dialog(page).getByRole('combobox', { name: 'Agent' });
  for (const name of names) {
    await box.fill(name.slice(0, 4).toLowerCase());
    await dialog(page).getByRole('option', { name }).click();
    await expect(dialog(page).getByRole('list', { name: 'Chosen' })).toContainText(name);
  }
}

async function openNew(page: Page): Promise<void> {
  await visit(page, '/sip-phones/new');
  await expect(dialog(page).getByRole('combobox', { name: 'Agent' })).toBeVisible();
}

/** Path and query of the link to the password. */
function credentialsLink(text: string | undefined): string {
  const link = /https?:\/\/[^/\s]+(\/credentials\?link=[\w-]+)/.exec(text ?? '')?.[1];
  expect(link, text).toBeTruthy();
  return link ?? '';
}

test('each agent gets credentials of their own, by mail at their own address', async ({ page, browserOf, mailbox, guard }) => {
  guard.allowStatus(404);
  await visit(page, '/sip-phones');
  await expect(page.getByRole('heading', { name: 'Nobody has SIP access yet' })).toBeVisible();
  await openNew(page);
  await choose(page, 'Curtis Stone', 'Jamie Oliver');
  await button(page, 'Add new SIP credentials').click();
  await expect(toast(page).first()).toContainText('2 SIP phones added.');
  await expect(rows(page)).toHaveCount(2);
  for (const name of ['Curtis Stone', 'Jamie Oliver'] as const) {
    await expect(phone(page, name)).toContainText(AGENTS[name]);
    await expect.poll(() => mailbox.to(AGENTS[name]).length, name).toBe(1);
  }
  expect(mailbox.to(AGENTS['Kate Winslet'])).toHaveLength(0);
  const passwords = new Set<string>();
  for (const name of ['Curtis Stone', 'Jamie Oliver'] as const) {
    const mail = mailbox.to(AGENTS[name])[0];
    const userName = name.toLowerCase().replace(' ', '.');
    expect(mail?.text).toContain(userName);
    expect(mail?.html).toContain(userName);
    const agent = await browserOf('nobody');
    const link = credentialsLink(mail?.text);
    await visit(agent, link);
    await expect(agent.getByText(`For ${name}.`)).toBeVisible();
    expect(await agent.content(), 'nothing is shown before the click').not.toContain('>Password<');
    await agent.getByRole('button', { name: 'Show the password' }).click();
    const value = agent.locator('dl div').filter({ has: agent.getByText('Password', { exact: true }) }).locator('dd');
    await expect(value).toHaveText(/^[2-9A-HJ-NP-Za-km-z]{20}$/);
    passwords.add(await value.innerText());
    await expect(agent.getByRole('img', { name: 'QR code for Linphone' })).toBeVisible();
    await agent.goto(link);
    await expect(agent.getByText('This link is not valid any more.')).toBeVisible();
    await visit(page, '/sip-phones');
    await expect(phone(page, name)).toContainText('Opened');
  }
  expect(passwords.size, 'no two passwords are the same').toBe(2);

  await openNew(page);
  await expect(dialog(page)).toContainText('All agents without SIP access (1)');
  await dialog(page).getByRole('combobox', { name: 'Agent' }).fill('curtis');
  await expect(dialog(page).getByRole('listbox').getByRole('option')).toHaveText('Nobody without SIP access matches.');
});

test('All agents takes exactly the rest', async ({ page, api, mailbox }) => {
  await openNew(page);
  await choose(page, 'Kate Winslet');
  await button(page, 'Add new SIP credentials').click();
  await expect(rows(page)).toHaveCount(1);
  await openNew(page);
  await dialog(page).getByLabel('All agents without SIP access (2)').check();
  await dialog(page).getByLabel('Receive calls on SIP phone').selectOption('no');
  await button(page, 'Add new SIP credentials').click();
  await expect(toast(page).first()).toContainText('All agents get their credentials now.');
  await expect.poll(async () => {
    await page.reload();
    return rows(page).count();
  }).toBe(3);
  await expect(phone(page, 'Kate Winslet')).toContainText('Yes');
  await expect(phone(page, 'Curtis Stone')).toContainText('No');
  await expect.poll(() => mailbox.mails.length).toBe(3);
  expect(new Set(mailbox.mails.map((mail) => mail.to[0]?.address))).toEqual(new Set(Object.values(AGENTS)));
  await visit(page, '/sip-phones/new');
  await expect(dialog(page)).toContainText('Every agent has SIP access already.');
  expect((await api.post('sip-phones/candidates', {})).status).toBe(200);
});

test('the empty screen leads to the dialog with All agents chosen', async ({ page }) => {
  await visit(page, '/sip-phones');
  await page.locator('.empty').getByRole('link', { name: 'New SIP credentials' }).click();
  await expect(dialog(page).getByLabel('All agents without SIP access (3)')).toBeChecked();
  await button(page, 'Add new SIP credentials').click();
  await expect(toast(page).first()).toContainText('All agents get their credentials now.');
});

test('Resend sends again, Delete brings the agent back', async ({ page, mailbox, browserOf, guard }) => {
  guard.allowStatus(404);
  await openNew(page);
  await choose(page, 'Curtis Stone');
  await button(page, 'Add new SIP credentials').click();
  await expect.poll(() => mailbox.mails.length).toBe(1);
  await page.getByRole('link', { name: 'Resend SIP phone of Curtis Stone' }).click();
  await expect(dialog(page)).toContainText(AGENTS['Curtis Stone']);
  await button(page, 'Resend').click();
  await expect.poll(() => mailbox.to(AGENTS['Curtis Stone']).length).toBe(2);
  const [first, second] = mailbox.mails.map((mail) => credentialsLink(mail.text));
  const agent = await browserOf('nobody');
  await agent.goto(first ?? '');
  await expect(agent.getByText('This link is not valid any more.')).toBeVisible();
  await agent.goto(second ?? '');
  await expect(agent.getByText('For Curtis Stone.')).toBeVisible();

  await page.getByRole('link', { name: 'Delete SIP phone of Curtis Stone' }).click();
  await expect(dialog(page)).toContainText('ends at once');
  await button(page, 'Delete').click();
  await expect(page.getByRole('heading', { name: 'Nobody has SIP access yet' })).toBeVisible();
  await openNew(page);
  await choose(page, 'Curtis Stone');
});

test('a user name is edited, a taken one refused, and a new password mailed', async ({ page, mailbox, guard }) => {
  guard.allowStatus(422);
  await openNew(page);
  await choose(page, 'Curtis Stone', 'Jamie Oliver');
  await button(page, 'Add new SIP credentials').click();
  await expect.poll(() => mailbox.mails.length).toBe(2);
  await page.getByRole('link', { name: 'Edit SIP phone of Curtis Stone' }).click();
  await dialog(page).getByLabel('SIP user name').fill('a*b');
  await button(page, 'Save changes').click();
  await expect(dialog(page).getByLabel('SIP user name')).toHaveAccessibleDescription(/Use letters, digits and \. _ - \+/);
  await dialog(page).getByLabel('SIP user name').fill('JAMIE.OLIVER');
  await button(page, 'Save changes').click();
  await expect(dialog(page).getByLabel('SIP user name')).toHaveAccessibleDescription(/Another phone has this user name/);
  await dialog(page).getByLabel('SIP user name').fill('4711');
  await dialog(page).getByLabel('Receiving on SIP phone').selectOption('no');
  await dialog(page).getByLabel(/Issue a new password/).check();
  await button(page, 'Save changes').click();
  await expect(phone(page, 'Curtis Stone')).toContainText('4711');
  await expect(phone(page, 'Curtis Stone')).toContainText('No');
  await expect.poll(() => mailbox.to(AGENTS['Curtis Stone']).length).toBe(2);
});

test('a refused mailbox shows as failed with the reason, and is sent again', async ({ page, mailbox }) => {
  await mailbox.rule({ refuse: [AGENTS['Curtis Stone']], say: 'No such mailbox here' });
  await openNew(page);
  await choose(page, 'Curtis Stone');
  await button(page, 'Add new SIP credentials').click();
  await expect(phone(page, 'Curtis Stone')).toContainText('Failed', { timeout: 15_000 });
  await expect(phone(page, 'Curtis Stone')).toContainText('No such mailbox here');
  await mailbox.rule({});
  await visit(page, '/mail');
  await page.getByRole('button', { name: 'Send again: message to Curtis Stone' }).click();
  await expect.poll(() => mailbox.mails.length).toBe(1);
});

test('several phones are chosen and changed at once', async ({ page, mailbox }) => {
  await openNew(page);
  await choose(page, 'Curtis Stone', 'Jamie Oliver', 'Kate Winslet');
  await button(page, 'Add new SIP credentials').click();
  await expect.poll(() => mailbox.mails.length).toBe(3);
  await page.getByLabel('Select SIP phone of Curtis Stone').check();
  await page.getByLabel('Select SIP phone of Kate Winslet').check();
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.getByRole('link', { name: 'Set receiving' }).click();
  await dialog(page).getByLabel('Receiving on SIP phone', { exact: true }).selectOption('no');
  await button(page, 'Save').click();
  await expect(phone(page, 'Curtis Stone')).toContainText('No');
  await expect(phone(page, 'Jamie Oliver')).toContainText('Yes');
  await page.getByLabel('Select all on this page').check();
  await expect(page.getByText('3 selected')).toBeVisible();
  await page.locator('.bulk').getByRole('link', { name: 'Delete' }).click();
  await expect(dialog(page)).toContainText('3 agents');
  await button(page, 'Delete').click();
  await expect(page.getByRole('heading', { name: 'Nobody has SIP access yet' })).toBeVisible();
});

test('two administrators add the same agent: one is told in words', async ({ page, browserOf, mailbox, guard }) => {
  guard.allowStatus(422);
  const other = await browserOf('admin');
  await openNew(page);
  await openNew(other);
  await choose(page, 'Curtis Stone');
  await choose(other, 'Curtis Stone');
  await button(page, 'Add new SIP credentials').click();
  await expect(rows(page)).toHaveCount(1);
  await button(other, 'Add new SIP credentials').click();
  await expect(dialog(other)).toContainText('Curtis Stone already has SIP access');
  await expect.poll(() => mailbox.mails.length).toBe(1);
});

test('an agent switches their own phone, and the administrator sees it without a reload', async ({ page, browserOf, mailbox }) => {
  await openNew(page);
  await choose(page, 'Curtis Stone');
  await button(page, 'Add new SIP credentials').click();
  await expect(phone(page, 'Curtis Stone')).toContainText('Yes');
  const agent = await browserOf('agent', { viewport: { width: 390, height: 844 } });
  await visit(agent, '/');
  await expect(agent).toHaveURL(/\/my-phone$/);
  await agent.getByRole('button', { name: 'No', exact: true }).click();
  await expect(agent.getByText('Calls do not ring on your SIP phone.')).toBeVisible();
  await expect(phone(page, 'Curtis Stone')).toContainText('No');
  await agent.reload();
  await hydrated(agent);
  await expect(agent.getByRole('button', { name: 'No', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await agent.getByRole('button', { name: 'Send me a link to the password' }).click();
  await expect.poll(() => mailbox.to(AGENTS['Curtis Stone']).length).toBe(2);
});

test('an agent without SIP access is told so', async ({ browserOf }) => {
  const agent = await browserOf('agent');
  await visit(agent, '/my-phone');
  await expect(agent.getByRole('heading', { name: 'You have no SIP phone yet' })).toBeVisible();
});

test('a phone is provisioned once by the address in the QR code', async ({ api, mailbox, request, server }) => {
  expect((await api.post('sip-phones/add', { all: 'yes', receiving: 'yes' })).status).toBe(200);
  await expect.poll(() => mailbox.to(AGENTS['Curtis Stone']).length).toBe(1);
  const link = credentialsLink(mailbox.to(AGENTS['Curtis Stone'])[0]?.text).split('link=')[1] ?? '';
  const opened = (await api.post('credentials/open', { link })).json as { password: string; qr: string; connection: { user_name: string; domain: string } };
  expect(opened.connection.user_name).toBe('curtis.stone');
  // What a registrar would compare an answer with (RFC 7616): the same whoever computes it.
  const ha1 = createHash('md5').update(`curtis.stone:${opened.connection.domain}:${opened.password}`).digest('hex');
  expect(ha1).toMatch(/^[0-9a-f]{32}$/);
  expect((await request.get(`${server.url}/provision/not-a-token`)).status()).toBe(404);
});

test('support sees phones and changes nothing; an agent sees none', async ({ browserOf, apiOf, guard }) => {
  guard.allowStatus(403);
  const support = await browserOf('support');
  await visit(support, '/sip-phones');
  await expect(support.getByRole('link', { name: 'New SIP credentials' })).toHaveCount(0);
  const changing: [string, Record<string, string>][] = [
    ['sip-phones/add', { people: '1', receiving: 'yes' }],
    ['sip-phones/add', { all: 'yes', receiving: 'yes' }],
    ['sip-phones/candidates', {}],
    ['sip-phones/update', { id: '1', version: '1', user_name: 'x', receiving: 'yes' }],
    ['sip-phones/resend', { ids: '1' }],
    ['sip-phones/set-receiving', { ids: '1', receiving: 'yes' }],
    ['sip-phones/delete', { ids: '1' }],
  ];
  const reading: [string, Record<string, string>][] = [['sip-phones/list', {}], ['sip-phones/get', { id: '1' }], ['sip-phones/waiting', {}]];
  for (const who of ['support', 'agent', 'nobody'] as const) {
    const api = await apiOf(who);
    for (const [name, fields] of [...changing, ...(who === 'support' ? [] : reading)]) {
      expect((await api.post(name, fields)).status, `${who}: ${name}`).toBe(who === 'nobody' ? 401 : 403);
    }
  }
});

test('Enter adds whom the drop-down shows for what was typed, and nobody else', async ({ page, guard }) => {
  guard.allowStatus(422);
  await openNew(page);
  const box = dialog(page).getByRole('combobox', { name: 'Agent' });
  const chosen = dialog(page).getByRole('list', { name: 'Chosen' }).getByRole('listitem');
  // Faster than the server answers.
  let answer = () => {};
  const held = new Promise<void>((resolve) => { answer = resolve; });
  await page.route('**/api/sip-phones/candidates', async (route) => {
    await held;
    await route.continue();
  });
  await box.fill('kate winslet');
  await box.press('Enter');
  await expect(chosen).toHaveCount(0);
  answer();
  await expect(dialog(page).getByRole('listbox').getByRole('option')).toHaveText([/Kate Winslet/]);
  await expect(chosen).toHaveCount(0);
  await box.press('Enter');
  await expect(chosen).toHaveText([/Kate Winslet/]);
  await box.fill('zzzz');
  await expect(dialog(page).getByRole('listbox').getByRole('option')).toHaveText('Nobody without SIP access matches.');
  await box.press('Enter');
  await expect(dialog(page), 'what is typed and matches nobody is not passed over').toBeVisible();
  await expect(chosen).toHaveCount(1);
  await box.fill('');
  await expect(dialog(page).getByRole('listbox').getByRole('option')).toHaveCount(2);
  await box.press('Enter');
  await expect(rows(page)).toHaveCount(1);
});

test('My phone sends what is pressed, whatever it showed', async ({ page, api, browserOf, mailbox }) => {
  expect((await api.post('sip-phones/add', { all: 'yes', receiving: 'yes' })).status).toBe(200);
  await expect.poll(() => mailbox.to(AGENTS['Curtis Stone']).length).toBe(1);
  const agent = await browserOf('agent');
  await visit(agent, '/my-phone');
  await expect(agent.getByText('Calls ring on your SIP phone.')).toBeVisible();
  await visit(page, '/sip-phones');
  await phone(page, 'Curtis Stone').getByRole('link', { name: /^Edit/ }).click();
  await dialog(page).getByLabel('Receiving on SIP phone').selectOption('no');
  await button(page, 'Save changes').click();
  await expect(phone(page, 'Curtis Stone')).toContainText('No');
  await agent.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(phone(page, 'Curtis Stone')).toContainText('Yes');
});

test('All agents has to be asked for in so many words', async ({ api, mailbox }) => {
  expect((await api.post('sip-phones/add', { all: 'no', receiving: 'yes' })).status).toBe(422);
  expect(mailbox.mails).toHaveLength(0);
});
