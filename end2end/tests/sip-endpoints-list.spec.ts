// Search, sort and pages of the list; all of it stands in the address.

import { address, references, row, rows, search } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';
import type { Api } from '../support/api.ts';
import { LONGEST_HOST } from '../support/rules.ts';

async function makeThree(api: Api): Promise<void> {
  await api.create({ host: 'sip.lyon.example', port: '5080', reference: 'Lyon', codec: 'alaw', user_name: 'zoe' });
  await api.create({ host: '10.20.0.14', port: '700', reference: 'paris', codec: 'ulaw', user_name: 'Bob' });
  await api.create({ host: 'pbx.example', port: '15060', reference: 'Arles' });
}

test('the list is searched while one types, and matches are marked', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints');
  await search(page).pressSequentially('LYON');
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/\?q=LYON$/);
  await expect(row(page, 'Lyon').locator('mark')).toHaveText(['lyon', 'Lyon']);
  await expect(page.getByText('1 endpoint matches “LYON”')).toBeVisible();
  await expect(search(page)).toBeFocused();
});

test('every column is searched, word by word', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints');
  const found: [string, string[]][] = [
    ['20.0.14', ['paris']],
    ['1506', ['Arles']],
    ['ARL', ['Arles']],
    ['ulaw 700', ['paris']],
    ['zoe lyon', ['Lyon']],
    ['example', ['Arles', 'Lyon']],
    ['  bob  ', ['paris']],
    ['o', ['Lyon', 'paris']],
  ];
  for (const [words, expected] of found) {
    await search(page).fill(words);
    await expect.poll(() => references(page), { message: words }).toEqual(expected);
  }
});

test('signs in a search mean themselves', async ({ page, api }) => {
  await makeThree(api);
  await api.create({ host: 'x.example', reference: 'a_b', user_name: '100%*' });
  await visit(page, '/sip-endpoints');
  for (const [words, expected] of [
    ['%', ['a_b']],
    ['a_b', ['a_b']],
    ['_', ['a_b']],
    ['*', ['a_b']],
  ] as const) {
    await search(page).fill(words);
    await expect.poll(() => references(page), { message: words }).toEqual(expected);
  }
  for (const words of ['"', "'", 'a"b', "' OR 1=1 --", '\\', '(', 'NEAR/2', '<script>alert(1)</script>', '�', '電話']) {
    await search(page).fill(words);
    await expect(page.getByRole('heading', { name: `No endpoint matches “${words}”` })).toBeVisible();
  }
});

test('a search that finds nothing says so, with a button to clear it', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints?sort=-port');
  await search(page).fill('xyz');
  await expect(page.getByRole('heading', { name: 'No endpoint matches “xyz”' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear search' }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect(search(page)).toHaveValue('');
  expect(address(page)).toBe('/sip-endpoints?sort=-port');
});

test('a slash puts the focus into the search, Escape clears it', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints');
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('arles');
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(search(page)).toHaveValue('');
  await expect(rows(page)).toHaveCount(3);
  expect(address(page)).toBe('/sip-endpoints');
  await page.keyboard.type('a/b');
  await expect(search(page), 'a slash that is typed is a slash').toHaveValue('a/b');
});

test('every column sorts, in both directions, and says so', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints');
  const head = (name: string) => page.getByRole('columnheader', { name, exact: true });
  await expect(head('Reference')).toHaveAttribute('aria-sort', 'ascending');
  expect(await references(page)).toEqual(['Arles', 'Lyon', 'paris']);
  const orders: [string, string, string[]][] = [
    ['SIP endpoint', 'host', ['paris', 'Arles', 'Lyon']],
    ['Port', 'port', ['paris', 'Lyon', 'Arles']],
    ['Codec', 'codec', ['Lyon', 'Arles', 'paris']],
    ['User name', 'user_name', ['Arles', 'paris', 'Lyon']],
  ];
  for (const [label, code, order] of orders) {
    await head(label).getByRole('link').click();
    await expect(head(label)).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(() => references(page), { message: label }).toEqual(order);
    expect(address(page)).toBe(`/sip-endpoints?sort=${code}`);
    await head(label).getByRole('link').click();
    await expect(head(label)).toHaveAttribute('aria-sort', 'descending');
    await expect.poll(() => references(page), { message: label }).toEqual([...order].reverse());
    expect(address(page)).toBe(`/sip-endpoints?sort=-${code}`);
    await expect(page.locator('th[aria-sort]')).toHaveCount(1);
  }
});

test('Back, Forward and a reload show what the address says', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints');
  await page.getByRole('columnheader', { name: 'Port' }).getByRole('link').click();
  await expect(page).toHaveURL(/\?sort=port$/);
  await expect.poll(() => references(page)).toEqual(['paris', 'Lyon', 'Arles']);
  await page.getByRole('link', { name: '25 rows per page' }).click();
  await expect(page).toHaveURL(/\?sort=port&size=25$/);
  await expect(page.getByRole('link', { name: '25 rows per page' })).toHaveAttribute('aria-current', 'true');
  await search(page).fill('example');
  await expect.poll(() => references(page)).toEqual(['Lyon', 'Arles']);
  expect(address(page)).toBe('/sip-endpoints?q=example&sort=port&size=25');

  await page.getByRole('link', { name: 'Edit Lyon' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect.poll(() => references(page)).toEqual(['Lyon', 'Arles']);
  await page.goForward();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect.poll(() => references(page)).toEqual(['Lyon', 'Arles']);
  await page.getByRole('link', { name: 'Cancel' }).click();
  expect(address(page)).toBe('/sip-endpoints?q=example&sort=port&size=25');

  await page.reload();
  await expect(search(page)).toHaveValue('example');
  await expect.poll(() => references(page)).toEqual(['Lyon', 'Arles']);
  await expect(page.getByRole('link', { name: '25 rows per page' })).toHaveAttribute('aria-current', 'true');
});

test('Back from a search leads to the list before it', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints');
  await page.getByRole('columnheader', { name: 'Port' }).getByRole('link').click();
  await expect(page).toHaveURL(/\?sort=port$/);
  await page.getByRole('columnheader', { name: 'Codec' }).getByRole('link').click();
  await expect(page).toHaveURL(/\?sort=codec$/);
  await page.goBack();
  await expect.poll(() => references(page)).toEqual(['paris', 'Lyon', 'Arles']);
  await expect(page.getByRole('columnheader', { name: 'Port' })).toHaveAttribute('aria-sort', 'ascending');
  await page.goBack();
  await expect.poll(() => references(page)).toEqual(['Arles', 'Lyon', 'paris']);
});

test('the page is right before any WebAssembly has loaded', async ({ api }) => {
  await makeThree(api);
  const html = await (await api.get('/sip-endpoints?q=example&sort=-port')).text();
  expect(html.indexOf('Arles')).toBeGreaterThan(0);
  expect(html.indexOf('Lyon')).toBeGreaterThan(html.indexOf('Arles'));
  expect(html).not.toContain('>paris<');
  expect(html).toContain('<mark>example</mark>');
});

test('old rows stay while new ones come', async ({ page, api }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints');
  let release = (): void => {};
  const released = new Promise<void>((done) => (release = done));
  await page.route('**/api/sip-endpoints/list', async (route) => {
    await released;
    await route.continue();
  });
  await search(page).fill('paris');
  await expect(page.locator('.results')).toHaveAttribute('aria-busy', 'true');
  await expect(rows(page)).toHaveCount(3);
  release();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.locator('.results')).toHaveAttribute('aria-busy', 'false');
});

test('an address that makes no sense shows the whole list', async ({ page, api }) => {
  await makeThree(api);
  for (const query of ['?sort=password', '?size=7', '?after=x', '?first=-1&page=9', '?sort=-&q=', '?after=%00~1', '?q=%00']) {
    await page.goto(`/sip-endpoints${query}`);
    await expect(rows(page), query).toHaveCount(3);
  }
});

test('when the list cannot be fetched, it can be tried again', async ({ page, api, guard }) => {
  await makeThree(api);
  await visit(page, '/sip-endpoints');
  guard.allow(/ERR_FAILED/);
  await page.route('**/api/sip-endpoints/list', (route) => route.abort());
  await search(page).fill('paris');
  await expect(page.getByText('The server cannot be reached')).toBeVisible();
  await page.unroute('**/api/sip-endpoints/list');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => references(page)).toEqual(['paris']);
});

test('all of a row is reachable at every width, however long its names are', async ({ page, api }) => {
  const endpoint = { host: LONGEST_HOST, port: '65535', user_name: 'u'.repeat(128), reference: 'W'.repeat(64) };
  await api.create(endpoint);
  await api.create({ host: 'edge81.london.carrier348.example.org', reference: 'atlanta-trunk-000049', user_name: 'us-main-66118' });
  await visit(page, '/sip-endpoints');
  for (const width of [1440, 1024, 900, 801, 700, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const part of await page.locator('tbody td, tbody .actions > a, .foot a, .toolbar a').all()) {
      const box = await part.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width, `${width} pixels: ${await part.textContent()}`).toBe(true);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} pixels`).toBeLessThanOrEqual(width);
  }
  await expect(page.getByTitle(endpoint.user_name)).toBeVisible();
});
