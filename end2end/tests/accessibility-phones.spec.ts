// As accessibility.spec.ts, for SIP phones, the own phone and the link to a password.

import { expectNoViolations } from '../support/axe.ts';
import { button, dialog, rows } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' }, mail: true });
test.slow();

test('SIP phones without anybody, and the dialog', async ({ page }) => {
  await visit(page, '/sip-phones');
  await expect(page.getByRole('heading', { name: 'Nobody has SIP access yet' })).toBeVisible();
  await expectNoViolations(page);
  await visit(page, '/sip-phones/new');
  const box = dialog(page).getByRole('combobox', { name: 'Agent' });
  await box.fill('curtis');
  await dialog(page).getByRole('option', { name: 'Curtis Stone' }).click();
  await box.click();
  await expect(dialog(page).getByRole('option', { name: 'Kate Winslet' })).toBeVisible();
  await expectNoViolations(page);
});

test('SIP phones, and the dialogs over them', async ({ page, api }) => {
  expect((await api.post('sip-phones/add', { all: 'yes', receiving: 'yes' })).status).toBe(200);
  await visit(page, '/sip-phones');
  await expect(rows(page)).toHaveCount(3);
  await page.getByLabel('Select SIP phone of Curtis Stone').check();
  await page.getByLabel('Select SIP phone of Kate Winslet').check();
  await expectNoViolations(page);
  await page.locator('.bulk').getByRole('link', { name: 'Set receiving' }).click();
  await expect(dialog(page)).toBeVisible();
  await expectNoViolations(page, [390]);
  await visit(page, '/sip-phones');
  await page.getByRole('link', { name: 'Resend SIP phone of Jamie Oliver' }).click();
  await expect(dialog(page)).toContainText('jamie.oliver@callcentre.test');
  await expectNoViolations(page, [390]);
  await visit(page, '/sip-phones');
  await page.getByRole('link', { name: 'Edit SIP phone of Jamie Oliver' }).click();
  await dialog(page).getByLabel('SIP user name').fill('a*b');
  await button(page, 'Save changes').click();
  await expectNoViolations(page);
});

test('the own phone, and the link to its password', async ({ page, api, browserOf, mailbox, guard }) => {
  guard.allowStatus(404);
  const agent = await browserOf('agent');
  await visit(agent, '/my-phone');
  await expectNoViolations(agent, [390]);
  expect((await api.post('sip-phones/add', { all: 'yes', receiving: 'yes' })).status).toBe(200);
  await expect.poll(() => mailbox.to('curtis.stone@callcentre.test').length).toBe(1);
  await visit(agent, '/my-phone');
  await expect(agent.getByRole('heading', { name: 'Connection data' })).toBeVisible();
  await expectNoViolations(agent);
  const link = /https?:\/\/[^/\s]+(\/credentials\?link=[\w-]+)/.exec(mailbox.to('curtis.stone@callcentre.test')[0]?.text ?? '')?.[1] ?? '';
  await visit(page, link);
  await expectNoViolations(page, [390]);
  await page.getByRole('button', { name: 'Show the password' }).click();
  await expect(page.getByRole('img', { name: 'QR code for Linphone' })).toBeVisible();
  await expectNoViolations(page);
  await visit(page, link);
  await expectNoViolations(page, [390]);
});
