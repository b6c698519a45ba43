// Outgoing mail: what became of each message.

import { rows, search, toast } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';

const BANNER = /No mail server is set: messages are written as files to/;

test.describe('with a mail server', () => {
  test.use({ mail: true });

  test('a refused mailbox fails with the reason, and Send again sends it', async ({ page, api, mailbox }) => {
    await mailbox.rule({ refuse: ['kim@callcentre.test'], say: 'No such mailbox here' });
    expect((await api.post('people/invite', { name: 'Kim', email: 'kim@callcentre.test', role: 'agent' })).status).toBe(200);
    expect((await api.post('people/invite', { name: 'Lee', email: 'lee@callcentre.test', role: 'agent' })).status).toBe(200);
    await expect.poll(() => mailbox.mails.length).toBe(1);
    await visit(page, '/mail');
    await expect(page.getByText(BANNER)).toHaveCount(0);
    await expect.poll(async () => {
      await page.reload();
      return rows(page).filter({ hasText: 'Kim' }).innerText();
    }).toMatch(/Failed[\s\S]*No such mailbox here/);
    await expect(rows(page).filter({ hasText: 'Lee' })).toContainText('Sent');
    await page.getByLabel('Any state').selectOption('failed');
    await expect(rows(page)).toHaveCount(1);
    await mailbox.rule({});
    await visit(page, '/mail');
    await expect(page.getByRole('columnheader', { name: 'Written' }), 'newest first').toHaveAttribute('aria-sort', 'descending');
    const kim = rows(page).filter({ hasText: 'Kim' });
    await kim.getByRole('button', { name: 'Send again' }).click();
    await expect(toast(page)).toContainText('The message is on its way again.');
    await expect.poll(() => mailbox.to('kim@callcentre.test').length).toBe(1);
    // Without a reload, and the focus stays in the row although its button is gone.
    await expect(kim).toContainText('Sent');
    await expect(kim).toBeFocused();
    await search(page).fill('kim');
    await expect(rows(page)).toHaveCount(1);
  });

  test('no text of a message is on the page', async ({ page, api, mailbox }) => {
    await api.post('people/invite', { name: 'Kim', email: 'kim@callcentre.test', role: 'agent' });
    await expect.poll(() => mailbox.mails.length).toBe(1);
    const secret = /link=([\w-]+)/.exec(mailbox.mails[0]?.text ?? '')?.[1] ?? 'a link';
    for (const path of ['/mail', '/people']) {
      await visit(page, path);
      expect(await page.content()).not.toContain(secret);
    }
  });
});

test('without a mail server a banner names the folder that messages are written to', async ({ page, api }) => {
  await visit(page, '/mail');
  await expect(page.getByText(BANNER)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No messages yet' })).toBeVisible();
  await api.post('people/invite', { name: 'Kim', email: 'kim@callcentre.test', role: 'agent' });
  await expect.poll(async () => {
    await page.reload();
    return rows(page).allInnerTexts();
  }).toEqual([expect.stringContaining('Sent')]);
});
