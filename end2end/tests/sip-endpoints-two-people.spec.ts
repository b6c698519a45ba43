// Two people edit the same endpoint.

import { button, dialog, expectFields, field, fill, row, toast } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';

test('a password that somebody else removed is not said to be kept', async ({ page, api, guard }) => {
  guard.allowStatus(409);
  const id = await api.create({ host: 'a.example', reference: 'paris', user_name: 'u', password: 'kept' });
  await visit(page, `/sip-endpoints/${id}/edit`);
  await fill(page, { Realm: 'mine' });
  await api.change(id, { remove_password: 'on' });
  await button(page, 'Save changes').click();
  await expect(dialog(page).getByRole('listitem')).toHaveText(['Password: kept → none']);
  await expect(field(page, 'Password')).not.toHaveAccessibleDescription(/A password is kept/);
  await expect(dialog(page).getByLabel('Remove the password')).toHaveCount(0);
  await expectFields(page, { Realm: 'mine' });
});

test('the second is told what changed, loses nothing typed, and saves on top', async ({ page, browserOf, api, guard }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris', codec: 'alaw', realm: 'old' });
  const second = await browserOf('admin');
  await visit(page, `/sip-endpoints/${id}/edit`);
  await second.setViewportSize({ width: 390, height: 600 });
  await visit(second, `/sip-endpoints/${id}/edit`);

  await fill(page, { Port: '5070', Codec: 'ulaw', Realm: 'first' });
  await button(page, 'Save changes').click();
  await expect(toast(page)).toContainText('saved');

  await fill(second, { 'User name': 'trunk', Password: 'secret', Realm: 'second' });
  await button(second, 'Save changes').click();
  guard.allowStatus(409);
  const told = dialog(second).getByRole('alert').filter({ hasText: 'while you were editing' });
  await expect(told, 'what there is to know is seen from where one saves').toBeInViewport();
  await expect(told).toContainText('Ada Admin changed this endpoint');
  await expect(told.getByRole('listitem')).toHaveText([
    'Port: 5060 → 5070',
    'Codec: alaw → ulaw',
    'Realm: old → first; what you typed is kept',
  ]);
  await expectFields(second, {
    'SIP endpoint': 'sip.example.org',
    Port: '5070',
    Reference: 'paris',
    Codec: 'ulaw',
    'User name': 'trunk',
    Password: 'secret',
    Realm: 'second',
  });

  await button(second, 'Save changes').click();
  await expect(toast(second)).toContainText('SIP endpoint paris saved.');
  await visit(page, `/sip-endpoints/${id}/edit`);
  await expectFields(page, { Port: '5070', Codec: 'ulaw', 'User name': 'trunk', Realm: 'second' });
});

test('a third change in between is told as well', async ({ page, api, guard }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, `/sip-endpoints/${id}/edit`);
  await fill(page, { Realm: 'mine' });
  guard.allowStatus(409);
  for (const [port, was] of [
    ['5070', '5060'],
    ['5080', '5070'],
  ] as const) {
    await api.change(id, { port });
    await button(page, 'Save changes').click();
    await expect(dialog(page).getByRole('listitem')).toHaveText([`Port: ${was} → ${port}`]);
    await expectFields(page, { Port: port, Realm: 'mine' });
  }
  await button(page, 'Save changes').click();
  await expect(toast(page)).toContainText('saved');
});

test('a password that the other one changed is named without being shown', async ({ page, api, guard }) => {
  const id = await api.create({ host: 'sip.example.org', reference: 'paris', user_name: 'u', password: 'first' });
  await visit(page, `/sip-endpoints/${id}/edit`);
  await api.change(id, { password: 'changed-by-api' });
  guard.allowStatus(409);
  await fill(page, { Realm: 'mine' });
  await button(page, 'Save changes').click();
  await expect(dialog(page)).toContainText('Only the password was changed.');
  await expect(dialog(page)).not.toContainText('changed-by-api');
  await expectFields(page, { Password: '', Realm: 'mine' });
});

test('two people who make the same reference at once: one is told at the field', async ({ page, api, guard }) => {
  await visit(page, '/sip-endpoints/new');
  await fill(page, { 'SIP endpoint': 'a.example', Reference: 'Paris' });
  await api.create({ host: 'b.example', reference: 'paris' });
  guard.allowStatus(422);
  await button(page, 'Add SIP endpoint').click();
  const reference = dialog(page).getByLabel('Reference', { exact: true });
  await expect(reference).toHaveAccessibleDescription(/Another SIP endpoint has this reference/);
  await expect(reference).toBeFocused();
  await fill(page, { Reference: 'Paris-2' });
  await button(page, 'Add SIP endpoint').click();
  await expect(row(page, 'Paris-2')).toBeVisible();
});
