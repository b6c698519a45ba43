// What the form does by itself while one fills it in.

import { button, dialog, expectFields, expectRight, expectWrong, field, fill, toast } from '../support/screens.ts';
import { expect, hydrated, test, visit } from '../support/test.ts';

test('TLS brings its own port, unless somebody chose one', async ({ page }) => {
  await visit(page, '/sip-endpoints/new');
  await fill(page, { Transport: 'TLS' });
  await expectFields(page, { Port: '5061' });
  await fill(page, { Transport: 'TCP' });
  await expectFields(page, { Port: '5060' });
  await fill(page, { Port: '5062', Transport: 'TLS' });
  await expectFields(page, { Port: '5062' });
  await fill(page, { Port: '5060', Transport: 'UDP' });
  await fill(page, { Transport: 'TLS' });
  await expectFields(page, { Port: '5060' });
});

test('a port that was kept stays when the transport changes', async ({ page, api }) => {
  const own = await api.create({ host: 'a.example', reference: 'own', port: '5099' });
  const usual = await api.create({ host: 'b.example', reference: 'usual' });
  await visit(page, `/sip-endpoints/${own}/edit`);
  await fill(page, { Transport: 'TLS' });
  await expectFields(page, { Port: '5099' });
  await visit(page, `/sip-endpoints/${usual}/edit`);
  await fill(page, { Transport: 'TLS' });
  await expectFields(page, { Port: '5061' });
});

test('a pasted SIP address is split into the fields', async ({ page }) => {
  for (const [pasted, fields] of [
    [
      'sip:trunk7@sip.example.org:5071;transport=tcp',
      { 'SIP endpoint': 'sip.example.org', Port: '5071', Transport: 'TCP', 'User name': 'trunk7' },
    ],
    [
      '"Paris" <sips:paris@[2001:db8::5]>',
      { 'SIP endpoint': '[2001:db8::5]', Port: '5061', Transport: 'TLS', 'User name': 'paris' },
    ],
    ['sip.example.org:5080', { 'SIP endpoint': 'sip.example.org', Port: '5080', Transport: 'UDP', 'User name': '' }],
    ['sip:user:secret@sip.example.org', { 'SIP endpoint': 'sip.example.org', Port: '5060', 'User name': 'user', Password: 'secret' }],
  ] as const) {
    await visit(page, '/sip-endpoints/new');
    await fill(page, { 'SIP endpoint': pasted });
    await field(page, 'Reference').focus();
    await expectFields(page, fields);
  }
});

test('what a pasted address brought along is said', async ({ page }) => {
  await visit(page, '/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': '"Paris" <sip:trunk7:secret@sip.example.org:5071;transport=tls>;tag=1', Reference: 'paris' });
  await expectFields(page, { 'SIP endpoint': 'sip.example.org', Port: '5071', Transport: 'TLS', 'User name': 'trunk7', Password: 'secret' });
  await expect(field(page, 'SIP endpoint')).toHaveAccessibleDescription(
    /Taken from the address: port 5071, transport TLS, user name trunk7, password\./,
  );
  await field(page, 'SIP endpoint').fill('pbx.example.org');
  await expect(field(page, 'SIP endpoint')).not.toHaveAccessibleDescription(/Taken from the address/);
  for (const other of ['http://pbx.example.org', 'tel:+49301234', 'sip:a.example;transport=ws']) {
    await fill(page, { 'SIP endpoint': other });
    await button(page, 'Add SIP endpoint').click();
    await expectWrong(page, 'SIP endpoint', 'This address cannot be taken apart.');
    await expectFields(page, { 'SIP endpoint': other });
  }
});

test('Back from a dialog loses nothing that was typed', async ({ page, api, guard }) => {
  guard.allowStatus(409);
  const id = await api.create({ host: 'a.example', reference: 'paris' });
  await visit(page, '/sip-endpoints');
  await page.getByRole('link', { name: 'Create' }).click();
  await fill(page, { 'SIP endpoint': 'typed.example', Transport: 'TLS' });
  await page.goBack();
  await expect(dialog(page)).toBeHidden();
  await page.goForward();
  await expect(dialog(page)).toContainText('What you typed here before is back.');
  await expectFields(page, { 'SIP endpoint': 'typed.example', Port: '5061', Transport: 'TLS' });

  await page.getByRole('button', { name: 'Start over' }).click();
  await expectFields(page, { 'SIP endpoint': '', Port: '5060', Transport: 'UDP' });
  await hydrated(page);
  await fill(page, { 'SIP endpoint': 'again.example' });
  await dialog(page).getByRole('link', { name: 'Cancel' }).click();
  await button(page, 'Discard').click();
  await page.getByRole('link', { name: 'Create' }).click();
  await expectFields(page, { 'SIP endpoint': '' });
  await page.goBack();

  await page.getByRole('link', { name: 'Edit paris' }).click();
  await fill(page, { Realm: 'mine' });
  await page.goBack();
  await expect(dialog(page)).toBeHidden();
  await api.change(id, { port: '5070' });
  await page.getByRole('link', { name: 'Edit paris' }).click();
  await expectFields(page, { Realm: 'mine', Port: '5060' });
  await button(page, 'Save changes').click();
  await expect(dialog(page).getByRole('listitem'), 'what others did meanwhile is not overwritten').toHaveText(['Port: 5060 → 5070']);
});

test('a port of one’s own survives a pasted address without one', async ({ page }) => {
  await visit(page, '/sip-endpoints/new');
  await fill(page, { Port: '5080', 'SIP endpoint': 'sip:a.example;transport=tls', Reference: 'paris' });
  await expectFields(page, { 'SIP endpoint': 'a.example', Port: '5080', Transport: 'TLS' });
});

test('taking the user name away warns that the password goes too', async ({ page, api }) => {
  const id = await api.create({ host: 'a.example', reference: 'paris', user_name: 'u', password: 'kept' });
  await visit(page, `/sip-endpoints/${id}/edit`);
  await fill(page, { 'User name': '' });
  await field(page, 'Realm').focus();
  await expect(field(page, 'User name')).toHaveAccessibleDescription(/Without a user name the kept password is removed\./);
  await fill(page, { 'User name': 'u', Password: 'new' });
  await dialog(page).getByLabel('Remove the password').check();
  await button(page, 'Save changes').click();
  await expectWrong(page, 'Password', 'Either type a new password, or remove the kept one.');
});

const ADDRESS = 'sip:trunk7@sip.example.org:5071;transport=tcp';
const PARTS = { 'SIP endpoint': 'sip.example.org', Port: '5071', Transport: 'TCP', 'User name': 'trunk7' };

test('a SIP address that is pasted is split at once', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(page, '/sip-endpoints/new');
  await page.evaluate((text) => navigator.clipboard.writeText(text), ADDRESS);
  await field(page, 'SIP endpoint').press('ControlOrMeta+v');
  await expectFields(page, PARTS);
  await expect(field(page, 'SIP endpoint')).toBeFocused();
});

test('a SIP address that is typed is split when the field is left, not in the middle of a name', async ({ page }) => {
  await visit(page, '/sip-endpoints/new');
  await field(page, 'SIP endpoint').pressSequentially(ADDRESS);
  await expectFields(page, { 'SIP endpoint': ADDRESS, Port: '5060' });
  await page.keyboard.press('Tab');
  await expectFields(page, PARTS);
});

test('a name without a dot is allowed with a warning', async ({ page }) => {
  await visit(page, '/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'pbx', Reference: 'local' });
  await expect(field(page, 'SIP endpoint')).toHaveAccessibleDescription(/A name without a dot is only found/);
  await expectRight(page, 'SIP endpoint');
  await button(page, 'Add SIP endpoint').click();
  await expect(toast(page)).toContainText('SIP endpoint local added.');
});

test('the same server, port and user name is allowed with a warning', async ({ page, api }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris', user_name: 'trunk' });
  const twin = 'paris has the same server, port and user name. Incoming calls cannot tell them apart.';
  await visit(page, '/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'SIP.example.org', Reference: 'lyon', 'User name': 'Trunk' });
  await field(page, 'Realm').focus();
  await expect(dialog(page).getByText(twin)).toBeVisible();
  await fill(page, { Port: '5070' });
  await field(page, 'Realm').focus();
  await expect(dialog(page).getByText(twin)).toBeHidden();
  await fill(page, { Port: '5060' });
  await button(page, 'Add SIP endpoint').click();
  await expect(toast(page)).toContainText('SIP endpoint lyon added.');
  await expect(toast(page)).toContainText(twin);

  await visit(page, `/sip-endpoints/${id}/edit`);
  await field(page, 'Realm').focus();
  await expect(dialog(page).getByText('lyon has the same server')).toBeVisible();
});

test('an endpoint is no twin of itself', async ({ page, api }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, `/sip-endpoints/${id}/edit`);
  const asked = page.waitForResponse('**/api/sip-endpoints/find-twin');
  await fill(page, { Realm: 'x' });
  await field(page, 'Port').focus();
  await asked;
  await button(page, 'Save changes').click();
  await expect(toast(page)).toContainText('saved');
  await expect(toast(page)).not.toContainText('has the same');
});

test('a field is checked when it is left, and then while one types', async ({ page }) => {
  await visit(page, '/sip-endpoints/new');
  await field(page, 'Reference').focus();
  await field(page, 'Port').focus();
  await expectRight(page, 'Reference');
  await field(page, 'Reference').pressSequentially('pa ris');
  await expectRight(page, 'Reference');
  await page.keyboard.press('Tab');
  await expectWrong(page, 'Reference', 'Use letters, digits and _ . @ -');
  await expectRight(page, 'SIP endpoint');
  await field(page, 'Reference').fill('paris');
  await expectRight(page, 'Reference');
});

test('a dialog that has nothing typed closes at once, one that has asks', async ({ page }) => {
  await visit(page, '/sip-endpoints');
  await page.getByRole('link', { name: 'Create the first endpoint' }).click();
  await page.getByRole('link', { name: 'Close' }).click();
  await expect(dialog(page)).toBeHidden();
  await page.getByRole('link', { name: 'Create the first endpoint' }).click();
  await fill(page, { Reference: 'typed' });
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(dialog(page).getByText('Discard what you typed?')).toBeVisible();
  await button(page, 'Keep editing').click();
  await expect(dialog(page).getByText('Discard what you typed?')).toBeHidden();
  await expectFields(page, { Reference: 'typed' });
  await page.keyboard.press('Escape');
  await button(page, 'Discard').click();
  await expect(dialog(page)).toBeHidden();
  await page.getByRole('link', { name: 'Create the first endpoint' }).click();
  await expectFields(page, { Reference: '' });
});

test('nothing that is typed before WebAssembly has loaded is lost', async ({ page }) => {
  let release = (): void => {};
  const released = new Promise<void>((done) => (release = done));
  await page.route('**/*.wasm', async (route) => {
    await released;
    await route.continue();
  });
  const typed = {
    'SIP endpoint': 'sip.example.org',
    Port: '5099',
    Reference: 'early',
    Codec: 'ulaw',
    Transport: 'TCP',
    'User name': 'u',
    Password: 'secret',
    Realm: 'r',
  };
  await page.goto('/sip-endpoints/new');
  await fill(page, typed);
  await field(page, 'Reference').press('End');
  release();
  await hydrated(page);
  await expectFields(page, typed);
  await expect(field(page, 'Reference'), 'whoever is typing goes on where they are').toBeFocused();
  await page.keyboard.type('-bird');
  await expectFields(page, { Reference: 'early-bird' });
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page).getByText('Discard what you typed?'), 'what was typed early counts as typed').toBeVisible();
  await button(page, 'Keep editing').click();
  await fill(page, { Transport: 'TLS' });
  await expectFields(page, { Port: '5099' });
  await button(page, 'Add SIP endpoint').click();
  await expect(toast(page)).toContainText('SIP endpoint early-bird added.');
});
