// Pages of the list, over 120 endpoints.

import type { Page } from '@playwright/test';
import { address, references, rows } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';

test.use({ data: 'many' });

const ALL = 120;

async function turn(page: Page, to: 'First' | 'Previous' | 'Next' | 'Last'): Promise<string[]> {
  const before = await references(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: to }).click();
  await expect.poll(async () => (await references(page))[0], { message: to }).not.toBe(before[0]);
  return references(page);
}

async function canTurn(page: Page, to: string): Promise<boolean> {
  return (await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: to }).count()) > 0;
}

for (const [size, pages] of [
  [25, 5],
  [50, 3],
  [100, 2],
] as const) {
  test(`pages of ${size} show every row once, forwards and backwards`, async ({ page }) => {
    await visit(page, `/sip-endpoints?sort=-port&size=${size}`);
    const forwards = [await references(page)];
    while (await canTurn(page, 'Next')) {
      forwards.push(await turn(page, 'Next'));
    }
    expect(forwards).toHaveLength(pages);
    expect(new Set(forwards.flat()).size).toBe(ALL);
    expect(forwards.slice(0, -1).every((page) => page.length === size)).toBe(true);
    const first = (pages - 1) * size + 1;
    await expect(page.getByText(`${first}–${ALL} of ${ALL} endpoints`)).toBeVisible();

    const backwards = [await references(page)];
    while (await canTurn(page, 'Previous')) {
      backwards.unshift(await turn(page, 'Previous'));
    }
    expect(backwards).toEqual(forwards);
    await expect(page.getByText(`1–${size} of ${ALL} endpoints`)).toBeVisible();
  });
}

test('First and Last lead to the ends', async ({ page }) => {
  await visit(page, '/sip-endpoints');
  const first = await references(page);
  expect(first).toHaveLength(50);
  expect(await canTurn(page, 'First')).toBe(false);
  expect(await canTurn(page, 'Previous')).toBe(false);
  const last = await turn(page, 'Last');
  expect(await canTurn(page, 'Next')).toBe(false);
  expect(await canTurn(page, 'Last')).toBe(false);
  const before = await turn(page, 'Previous');
  expect(before.filter((reference) => last.includes(reference))).toEqual([]);
  expect(await turn(page, 'First')).toEqual(first);
});

test('page, size and order survive a reload and a link', async ({ page, browserOf }) => {
  await visit(page, '/sip-endpoints?sort=-host&size=25');
  await turn(page, 'Next');
  const third = await turn(page, 'Next');
  await expect(page.getByText('51–75 of 120 endpoints')).toBeVisible();
  await page.reload();
  expect(await references(page)).toEqual(third);
  await expect(page.getByText('51–75 of 120 endpoints')).toBeVisible();
  const colleague = await browserOf('support');
  await visit(colleague, address(page));
  expect(await references(colleague)).toEqual(third);
});

test('another number of rows begins at the first page', async ({ page }) => {
  await visit(page, '/sip-endpoints?size=25');
  const first = await references(page);
  await turn(page, 'Next');
  await page.getByRole('link', { name: '100 rows per page' }).click();
  await expect(rows(page)).toHaveCount(100);
  expect((await references(page)).slice(0, 25)).toEqual(first);
  expect(address(page)).toBe('/sip-endpoints?size=100');
});

test('a new page begins at its top', async ({ page }) => {
  await visit(page, '/sip-endpoints');
  await page.getByRole('navigation', { name: 'Pages' }).scrollIntoViewIfNeeded();
  await turn(page, 'Next');
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
});

test('after a change on a later page the list is where it was', async ({ page }) => {
  await visit(page, '/sip-endpoints?size=25');
  await turn(page, 'Next');
  const where = address(page);
  const second = await references(page);
  await page.getByRole('link', { name: `Edit ${second[3]}`, exact: true }).click();
  await page.getByRole('dialog').getByLabel('Realm').fill('changed');
  await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('status')).toContainText('saved');
  expect(address(page)).toBe(where);
  expect(await references(page)).toEqual(second);
});
