// A forgotten password: the link by mail, and nothing that tells who has an account.

import { linkIn } from '../support/mailbox.ts';
import { EMAIL } from '../support/people.ts';
import { expect, hydrated, test, visit } from '../support/test.ts';

test.use({ mail: true, who: 'nobody' });

const SENT = /a link to choose a new password is on its way/;

test('a new password is chosen by the link in the mail', async ({ page, browserOf, mailbox }) => {
  const signedIn = await browserOf('support');
  await visit(signedIn, '/account');
  await visit(page, '/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail', { exact: true }).fill(EMAIL.support);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText(SENT)).toBeVisible();
  await expect.poll(() => mailbox.to(EMAIL.support).length).toBe(1);
  await visit(page, linkIn(mailbox.to(EMAIL.support)[0]));
  await page.getByLabel('New password', { exact: true }).fill('another few easy words');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
  await signedIn.reload();
  await expect(signedIn, 'other sessions end').toHaveURL(/\/sign-in/);
});

test('nobody learns whether an address has an account', async ({ page, mailbox }) => {
  await visit(page, '/forgot-password');
  await page.getByLabel('E-mail', { exact: true }).fill('nobody@elsewhere.test');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText(SENT)).toBeFocused();
  await expect(page.getByLabel('E-mail', { exact: true })).toHaveCount(0);
  await page.getByRole('link', { name: 'Send another' }).click();
  await expect(page.getByLabel('E-mail', { exact: true })).toBeFocused();
  await hydrated(page);
  await page.getByLabel('E-mail', { exact: true }).fill('not an address');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('Enter an e-mail address such as')).toBeVisible();
  expect(mailbox.mails).toHaveLength(0);
});

test('a link that never was one says so', async ({ page, guard }) => {
  guard.allowStatus(404);
  for (const link of ['', 'x', '%00', 'a'.repeat(3_000)]) {
    await page.goto(`/choose-password?link=${link}`);
    await expect(page.getByText('This link is not valid any more.')).toBeVisible();
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('it works as well', async ({ page, mailbox, guard }) => {
    guard.allow(/was preloaded using link preload but not used/);
    await page.goto('/forgot-password');
    await page.getByLabel('E-mail', { exact: true }).fill(EMAIL.agent);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(page.getByText(SENT)).toBeVisible();
    await expect.poll(() => mailbox.to(EMAIL.agent).length).toBe(1);
    await page.goto(linkIn(mailbox.to(EMAIL.agent)[0]));
    await page.getByLabel('New password', { exact: true }).fill('another few easy words');
    await page.getByRole('button', { name: 'Save password' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('My phone');
  });
});
