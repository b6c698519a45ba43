// Everything with the keyboard alone: no test here touches the mouse.

import type { Locator, Page } from '@playwright/test';
import { EMAIL, PASSWORD } from '../support/people.ts';
import { button, dialog, field, row, rows, search, toast } from '../support/screens.ts';
import { expect, hydrated, test, visit } from '../support/test.ts';

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${target} is not reached with ${key}`);
}

/** Names of what Tab visits, from where the focus is. */
async function tabOrder(page: Page, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let presses = 0; presses < count; presses++) {
    names.push(
      await page.evaluate(() => {
        const active = document.activeElement;
        const label = active?.id ? document.querySelector(`label[for="${active.id}"]`) : null;
        return (active?.getAttribute('aria-label') ?? label?.textContent ?? active?.textContent ?? '').trim();
      }),
    );
    await page.keyboard.press('Tab');
  }
  return names;
}

/** Expects that one sees where the focus is. */
async function expectRing(focused: Locator): Promise<void> {
  await expect(focused).toBeFocused();
  await expect(focused).toHaveCSS('outline-style', 'solid');
  await expect(focused).not.toHaveCSS('outline-width', '0px');
}

test('after a change the focus is on the row that was changed', async ({ page, api }) => {
  for (const reference of ['a1', 'b1', 'c1']) {
    await api.create({ host: `${reference}.example`, reference });
  }
  await visit(page, '/sip-endpoints');
  await page.getByRole('link', { name: 'Edit a1' }).focus();
  await page.keyboard.press('Enter');
  await field(page, 'Reference').fill('z1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Edit z1' })).toBeFocused();
  await page.getByRole('link', { name: 'Delete b1' }).focus();
  await page.keyboard.press('Enter');
  await button(page, 'Delete endpoint').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
});

test('the focus returns when a dialog goes by Back or was opened from a menu', async ({ page, api }) => {
  await api.create({ host: 'a.example', reference: 'paris' });
  await visit(page, '/sip-endpoints');
  await page.getByRole('link', { name: 'Edit paris' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Edit paris' })).toBeFocused();
  await page.getByRole('button', { name: 'More for paris' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'More for paris' })).toBeFocused();
});

test('a dialog that was closed does not come back with Back', async ({ page, api }) => {
  await api.create({ host: 'a.example', reference: 'paris' });
  await visit(page, '/sip-endpoints?sort=port');
  await page.getByRole('link', { name: 'Edit paris' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await search(page).fill('par');
  await expect(page).toHaveURL(/q=par/);
  await page.goBack();
  await expect(page).toHaveURL(/\?sort=port$/);
  await expect(dialog(page)).toBeHidden();
});

test('the whole life of an endpoint', async ({ browserOf }) => {
  const page = await browserOf('nobody');
  await visit(page, '/sip-endpoints');
  await hydrated(page);
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(EMAIL.admin);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIP endpoints');
  await hydrated(page);

  await tabTo(page, page.getByRole('link', { name: 'Create the first endpoint' }));
  await page.keyboard.press('Enter');
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await page.keyboard.type('sip.example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('paris');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, button(page, 'Add SIP endpoint'));
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('SIP endpoint paris added.');
  await expect(row(page, 'paris')).toContainText('5061');
  await expect(row(page, 'paris')).toContainText('alaw');

  const more = page.getByRole('button', { name: 'More for paris' });
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await tabTo(page, more);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'Duplicate' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Duplicate SIP endpoint' })).toBeVisible();
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('SIP endpoint paris-copy added.');

  const edit = page.getByRole('link', { name: 'Edit paris-copy' });
  await tabTo(page, edit);
  await page.keyboard.press('Enter');
  await tabTo(page, field(page, 'Reference'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('lyon');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('SIP endpoint lyon saved.');

  await tabTo(page, page.getByRole('link', { name: 'Delete lyon' }));
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await tabTo(page, button(page, 'Delete endpoint'));
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('SIP endpoint lyon deleted.');
  await expect(rows(page)).toHaveCount(1);

  await tabTo(page, page.getByRole('button', { name: 'Sign out' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('the first Tab leads past the sidebar', async ({ page }) => {
  await visit(page, '/sip-endpoints');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(search(page)).toBeFocused();
});

test('Tab follows the order of the screen, and one sees where the focus is', async ({ page, api }) => {
  await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, '/sip-endpoints');
  await page.keyboard.press('/');
  await expectRing(search(page));
  expect(await tabOrder(page, 10)).toEqual([
    'Search',
    'Create',
    'SIP endpoint',
    'Port',
    'Reference',
    'Codec',
    'User name',
    'More for paris',
    'Edit paris',
    'Delete paris',
  ]);
});

test('row actions appear when the focus is in the row', async ({ page, api }) => {
  await api.create({ host: 'sip.example.org', reference: 'paris' });
  await api.create({ host: 'sip.example.org', reference: 'rome', port: '5070' });
  await visit(page, '/sip-endpoints');
  await page.mouse.move(0, 0);
  const actions = (reference: string) => row(page, reference).locator('.actions');
  await expect(actions('paris')).toHaveCSS('opacity', '0');
  for (const [role, name] of [
    ['button', 'More for paris'],
    ['link', 'Edit paris'],
    ['link', 'Delete paris'],
  ] as const) {
    const action = row(page, 'paris').getByRole(role, { name, exact: true });
    await tabTo(page, action);
    await expect(actions('paris')).toHaveCSS('opacity', '1');
    await expect(actions('rome')).toHaveCSS('opacity', '0');
    await expectRing(action);
  }
  await page.keyboard.press('Tab');
  await expect(actions('paris')).toHaveCSS('opacity', '0');
  await expect(actions('rome')).toHaveCSS('opacity', '1');
});

test('a menu opens, is walked through with the arrow keys, and gives the focus back', async ({ page, api }) => {
  await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, '/sip-endpoints');
  const more = page.getByRole('button', { name: 'More for paris' });
  const duplicate = page.getByRole('link', { name: 'Duplicate' });
  await tabTo(page, more);
  for (const key of ['Enter', 'Space']) {
    await page.keyboard.press(key);
    await expect(duplicate).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await expect(duplicate).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await expect(duplicate).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(duplicate).toBeHidden();
    await expect(more).toBeFocused();
  }
});

test('the focus stays in an open dialog', async ({ page, api }) => {
  await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, '/sip-endpoints');
  await tabTo(page, page.getByRole('link', { name: 'Edit paris' }));
  await page.keyboard.press('Enter');
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  expect(await tabOrder(page, 11)).toEqual([
    'SIP endpoint',
    'Port',
    'Reference',
    'Codec',
    'Transport',
    'User name',
    'Password',
    'Show what is typed',
    'Realm',
    'Cancel',
    'Save changes',
  ]);
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let presses = 0; presses < 16; presses++) {
      await page.keyboard.press(key);
      const where = await page.evaluate(() => {
        const active = document.activeElement;
        return !active || active === document.body || active.closest('dialog') ? 'inside' : active.outerHTML;
      });
      expect(where).toBe('inside');
    }
  }
});

test('Escape closes a dialog and gives the focus back to where it was', async ({ page, api }) => {
  await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, '/sip-endpoints');
  for (const name of ['Create', 'Edit paris', 'Delete paris']) {
    const opener = page.getByRole('link', { name, exact: true });
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeVisible();
    await expect(dialog(page).getByRole('link', { name: 'Cancel' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(opener).toBeFocused();
  }
});

test('after a change the focus is back where it was', async ({ page, api }) => {
  await api.create({ host: 'sip.example.org', reference: 'paris' });
  await visit(page, '/sip-endpoints');
  const create = page.getByRole('link', { name: 'Create', exact: true });
  await create.focus();
  await page.keyboard.press('Enter');
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await page.keyboard.type('b.example');
  await tabTo(page, field(page, 'Reference'));
  await page.keyboard.type('rome');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('added');
  await expect(create).toBeFocused();

  const edit = page.getByRole('link', { name: 'Edit rome' });
  await edit.focus();
  await page.keyboard.press('Enter');
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('rome saved');
  await expect(edit).toBeFocused();
});

test('Escape asks when something was typed, and a second one takes the question back', async ({ page }) => {
  await visit(page, '/sip-endpoints');
  await page.getByRole('link', { name: 'Create the first endpoint' }).focus();
  await page.keyboard.press('Enter');
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await page.keyboard.type('typed');
  await page.keyboard.press('Escape');
  await expect(dialog(page).getByText('Discard what you typed?')).toBeVisible();
  await expect(button(page, 'Keep editing')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(page).getByText('Discard what you typed?')).toBeHidden();
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await expect(field(page, 'SIP endpoint')).toHaveValue('typed');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(field(page, 'SIP endpoint')).toBeFocused();
  await page.keyboard.press('Escape');
  await tabTo(page, button(page, 'Discard'));
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
});

test('a list is sorted and paged with the keyboard', async ({ page, api }) => {
  for (let number = 0; number < 26; number++) {
    await api.create({ host: `h${number}.example`, reference: `r${number}` });
  }
  await visit(page, '/sip-endpoints?size=25');
  await page.keyboard.press('/');
  const port = page.getByRole('columnheader', { name: 'Port' });
  await tabTo(page, port.getByRole('link'));
  await page.keyboard.press('Enter');
  await expect(port).toHaveAttribute('aria-sort', 'ascending');
  await expect(port.getByRole('link'), 'the focus stays on the head').toBeFocused();
  await page.keyboard.press('Enter');
  await expect(port).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('link', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(1);
});
