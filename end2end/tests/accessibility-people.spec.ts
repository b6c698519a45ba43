// As accessibility.spec.ts, for people, outgoing mail and the links that are mailed.

import { expectNoViolations } from '../support/axe.ts';
import { linkIn } from '../support/mailbox.ts';
import { button, dialog, rows } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' }, mail: true });
test.slow();

test('people, and the dialogs over them', async ({ page, api }) => {
  await api.post('people/invite', { name: 'Kim', email: 'kim@callcentre.test', role: 'agent' });
  await visit(page, '/people');
  await expect(rows(page)).toHaveCount(6);
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'Send another invitation to Kim' }).click();
  await expect(dialog(page)).toContainText('kim@callcentre.test');
  await expectNoViolations(page, [390]);
  await visit(page, '/people/invite');
  await button(page, 'Send invitation').click();
  await expect(page.getByText('Fill in this field.')).toHaveCount(2);
  await expectNoViolations(page);
});

test('adding many people', async ({ page }) => {
  await visit(page, '/people/import');
  await dialog(page).getByRole('textbox', { name: 'People' }).fill('A,a@b.test\nB,nope');
  await button(page, 'Check').click();
  await expect(dialog(page)).toContainText('1 with something wrong');
  await expectNoViolations(page);
});

test('outgoing mail, sent and failed', async ({ page, api, mailbox }) => {
  await visit(page, '/mail');
  await expectNoViolations(page, [390]);
  await mailbox.rule({ refuse: ['kim@callcentre.test'] });
  await api.post('people/invite', { name: 'Kim', email: 'kim@callcentre.test', role: 'agent' });
  await api.post('people/invite', { name: 'Lee', email: 'lee@callcentre.test', role: 'agent' });
  await expect.poll(() => mailbox.mails.length).toBe(1);
  await expect.poll(async () => {
    await page.reload();
    return page.getByRole('button', { name: 'Send again: message to Kim' }).count();
  }).toBe(1);
  await expectNoViolations(page);
});

test('a forgotten password, and the choice of a new one', async ({ page, api, mailbox }) => {
  await visit(page, '/forgot-password?sent=yes');
  await expectNoViolations(page, [390]);
  await api.post('people/invite', { name: 'Kim', email: 'kim@callcentre.test', role: 'agent' });
  await expect.poll(() => mailbox.mails.length).toBe(1);
  await visit(page, linkIn(mailbox.mails[0]));
  await expectNoViolations(page);
});

test('a link that does not hold any more', async ({ page, guard }) => {
  guard.allowStatus(404);
  await visit(page, '/choose-password?link=x');
  await expectNoViolations(page, [390]);
});
