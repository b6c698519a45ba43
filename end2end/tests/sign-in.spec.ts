import { EMAIL, PASSWORD } from '../support/people.ts';
import { address, alert, expectWrong, signInWith } from '../support/screens.ts';
import { expect, hydrated, test, visit } from '../support/test.ts';

const HEADING = '/sip-endpoints?q=paris&sort=-port';
const WRONG = 'This e-mail address and password do not belong together.';

test.describe('somebody who is signed out', () => {
  test.use({ who: 'nobody' });

  test('signs in and goes on where they were heading', async ({ page }) => {
    await visit(page, HEADING);
    await expect(page).toHaveURL(/\/sign-in\?back=/);
    await signInWith(page, 'admin');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
    expect(address(page)).toBe(HEADING);
  });

  test('is told when e-mail address and password do not belong together', async ({ page, guard }) => {
    guard.allowStatus(401);
    await visit(page, '/sign-in');
    for (const email of [EMAIL.admin, 'nobody@switchroom.test']) {
      await page.getByLabel('E-mail', { exact: true }).fill(email);
      await page.getByLabel('Password', { exact: true }).fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(alert(page).first()).toHaveText(WRONG);
      await expect(page.getByLabel('E-mail', { exact: true })).toHaveValue(email);
    }
  });

  test('is asked for both fields', async ({ page }) => {
    await visit(page, '/sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expectWrong(page, 'E-mail', 'Fill in this field.');
    await expectWrong(page, 'Password', 'Fill in this field.');
    await expect(page.getByLabel('E-mail', { exact: true })).toBeFocused();
  });

  test('does not land on another site, whatever the link says', async ({ page }) => {
    for (const back of ['//evil.test', 'https://evil.test/', '/\\evil.test', '/api/session/me']) {
      await visit(page, `/sign-in?back=${encodeURIComponent(back)}`);
      await signInWith(page, 'admin');
      await expect(page, back).toHaveURL(/127\.0\.0\.1:\d+\/sip-endpoints$/);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    }
  });

  test('loses nothing that was typed before WebAssembly had loaded', async ({ page }) => {
    let release = (): void => {};
    const released = new Promise<void>((done) => (release = done));
    await page.route('**/*.wasm', async (route) => {
      await released;
      await route.continue();
    });
    await page.goto(`/sign-in?back=${encodeURIComponent(HEADING)}`);
    await page.getByLabel('E-mail', { exact: true }).fill(EMAIL.admin);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password', { exact: true }).press('Home');
    release();
    await hydrated(page);
    await expect(page.getByLabel('E-mail', { exact: true })).toHaveValue(EMAIL.admin);
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue(PASSWORD);
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/sip-endpoints\?q=paris/);
  });

  test('has to wait after five failures, also when the server starts anew', async ({ page, server, guard }) => {
    guard.allowStatus(401, 429);
    await visit(page, '/sign-in');
    for (let attempt = 0; attempt < 5; attempt++) {
      await signInWith(page, 'support', `guess number ${attempt}`);
      await expect(alert(page).first()).toHaveText(WRONG);
    }
    await signInWith(page, 'support', PASSWORD);
    await expect(alert(page).first()).toHaveText(/^Too many attempts\. Try again in \d+ seconds?\.$/);
    await server.restart();
    await visit(page, '/sign-in');
    await signInWith(page, 'support', PASSWORD);
    await expect(alert(page).first()).toHaveText(/^Too many attempts\. Try again in \d+ seconds?\.$/);
  });
});

test('signing out ends the session, in the browser and on the server', async ({ page, context, apiOf }) => {
  await visit(page, '/sip-endpoints');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect((await context.cookies()).map((cookie) => cookie.name)).not.toContain('switchroom');
  await page.goto('/sip-endpoints');
  await expect(page).toHaveURL(/\/sign-in\?back=/);
  // Somebody who copied the cookie before has nothing of it.
  const copied = await apiOf('admin');
  expect((await copied.post('sip-endpoints/list')).status).toBe(401);
});

test('a session survives a restart of the server', async ({ page, server, api }) => {
  await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, '/sip-endpoints');
  await server.restart();
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole('cell', { name: 'paris', exact: true })).toBeVisible();
});

test('a session that ended elsewhere is said in words, with the way to sign in', async ({ page, api, guard }) => {
  guard.allowStatus(401);
  await visit(page, '/sip-endpoints');
  await api.post('session/sign-out');
  await page.getByRole('searchbox').fill('paris');
  await expect(page.getByText('You are signed out. Sign in and try again.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test.describe('the own password', () => {
  const NEW = 'another few easy words';

  test('is changed with the old one, which ends all other sessions', async ({ page, browserOf, server, guard }) => {
    const elsewhere = await browserOf('nobody');
    await visit(elsewhere, '/sign-in');
    await signInWith(elsewhere, 'admin');
    await expect(elsewhere).toHaveURL(/\/sip-endpoints/);

    await visit(page, '/account');
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill(NEW);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByRole('status')).toContainText('Your password is changed.');
    await expect(page.getByLabel('Current password')).toHaveValue('');
    await expect(page.getByLabel('New password')).toHaveValue('');

    await elsewhere.goto('/sip-endpoints');
    await expect(elsewhere).toHaveURL(/\/sign-in/);
    await hydrated(elsewhere);
    guard.allowStatus(401);
    await signInWith(elsewhere, 'admin', PASSWORD);
    await expect(alert(elsewhere).first()).toHaveText(WRONG);
    await signInWith(elsewhere, 'admin', NEW);
    await expect(elsewhere).toHaveURL(/\/sip-endpoints/);

    await visit(page, '/sip-endpoints');
    expect(server.output).not.toContain(NEW);
  });

  test('stays when the old one is wrong or the new one too short', async ({ page, guard }) => {
    guard.allowStatus(422);
    await visit(page, '/account');
    await page.getByLabel('Current password').fill('not the password');
    await page.getByLabel('New password').fill('eleven char');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expectWrong(page, 'New password', 'Use at least 12 characters.');
    await page.getByLabel('New password').fill(NEW);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expectWrong(page, 'Current password', 'This is not your current password.');
    await expect(page.getByLabel('Current password')).toBeFocused();
    await expect(page.getByLabel('New password')).toHaveValue(NEW);
  });
});
