// Bad input, in the browser and round it.

import { fieldErrors } from '../support/api.ts';
import { LONGEST_HOST, RIGHT, WRONG } from '../support/rules.ts';
import { button, dialog, expectFields, expectRight, expectWrong, field, fill, row, toast } from '../support/screens.ts';
import { expect, test, visit } from '../support/test.ts';

const GOOD = { host: 'sip.example.org', reference: 'paris' };
const MARKUP = `"><script>alert(1)</script><b>'x`;
const FIELDS = ['SIP endpoint', 'Port', 'Reference', 'User name', 'Password', 'Realm'] as const;

test.describe('in the browser', () => {
  test('every rule is said under its field', async ({ page }) => {
    await visit(page, '/sip-endpoints/new');
    let user: string | undefined;
    for (const { label, typed, words, beside } of WRONG) {
      if (beside?.user_name !== user) {
        user = beside?.user_name;
        await fill(page, { 'User name': user ?? '' });
      }
      if (!typed.trim()) {
        await field(page, label).fill('x');
      }
      await field(page, label).fill(typed);
      await field(page, label).blur();
      await expectWrong(page, label, words);
    }
    await field(page, 'Realm').fill('');
  });

  test('what is right is not called wrong', async ({ page }) => {
    await visit(page, '/sip-endpoints/new');
    for (const { label, typed } of RIGHT) {
      await field(page, label).fill(typed);
      await field(page, label).blur();
      await expectRight(page, label);
    }
  });

  test('the first wrong field gets the focus, and nothing typed is lost', async ({ page }) => {
    await visit(page, '/sip-endpoints/new');
    const typed = { 'SIP endpoint': 'sip.example.org', Port: '65536', Reference: 'pa ris', 'User name': 'a b', Realm: 'r' };
    await fill(page, typed);
    await button(page, 'Add SIP endpoint').click();
    await expect(field(page, 'Port')).toBeFocused();
    for (const label of ['Port', 'Reference', 'User name']) {
      await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
    }
    await expectRight(page, 'SIP endpoint');
    await expectFields(page, typed);
    await fill(page, { Port: '5060' });
    await button(page, 'Add SIP endpoint').click();
    await expect(field(page, 'Reference')).toBeFocused();
  });

  test('an empty form is refused without asking the server', async ({ page }) => {
    await visit(page, '/sip-endpoints/new');
    let asked = 0;
    await page.route('**/api/sip-endpoints/create', (route) => {
      asked += 1;
      return route.continue();
    });
    await button(page, 'Add SIP endpoint').click();
    await expectWrong(page, 'SIP endpoint', 'Fill in this field.');
    await expectWrong(page, 'Reference', 'Fill in this field.');
    await expect(field(page, 'SIP endpoint')).toBeFocused();
    expect(asked).toBe(0);
  });

  test('a reference that differs only in case is said at its field by the server', async ({ page, api, guard }) => {
    await api.create({ ...GOOD, reference: 'Paris' });
    await visit(page, '/sip-endpoints/new');
    await fill(page, { 'SIP endpoint': 'b.example', Reference: 'pARIS' });
    guard.allowStatus(422);
    await button(page, 'Add SIP endpoint').click();
    await expectWrong(page, 'Reference', 'Another SIP endpoint has this reference');
    await expect(field(page, 'Reference')).toBeFocused();
    await expectFields(page, { 'SIP endpoint': 'b.example', Reference: 'pARIS' });
  });

  test('a million characters in every field are refused with words', async ({ page }) => {
    await visit(page, '/sip-endpoints/new');
    const long = 'a'.repeat(1_000_000);
    for (const [label, words] of [
      ['SIP endpoint', 'Use at most 253 characters.'],
      ['Port', 'Enter a number from 1 to 65535.'],
      ['Reference', 'Use at most 64 characters.'],
      ['User name', 'Use at most 128 characters.'],
      ['Password', 'Use at most 256 characters.'],
      ['Realm', 'Use at most 255 characters.'],
    ] as const) {
      await field(page, label).evaluate((input: HTMLInputElement, long) => (input.value = long), long);
      await field(page, label).focus();
      await page.keyboard.press('End');
      await page.keyboard.type('a');
      await field(page, label).blur();
      await expectWrong(page, label, words);
      await field(page, label).fill('');
    }
  });

  test('quotes and angle brackets are text, in every field and wherever they are shown', async ({ page, api }) => {
    page.on('dialog', () => expect(true, 'no script runs').toBe(false));
    await visit(page, '/sip-endpoints/new');
    for (const label of FIELDS) {
      await field(page, label).fill(MARKUP);
    }
    await button(page, 'Add SIP endpoint').click();
    await expectWrong(page, 'Reference', 'Use letters, digits');
    for (const label of FIELDS) {
      await expect(field(page, label)).toHaveValue(MARKUP);
    }
    const user = '<img/src=x/onerror=alert(1)>';
    await fill(page, { 'SIP endpoint': 'a.example', Port: '5060', Reference: 'marked', 'User name': user });
    await button(page, 'Add SIP endpoint').click();
    await expect(row(page, 'marked').getByRole('cell', { name: user, exact: true })).toBeVisible();
    await page.getByRole('searchbox').fill('<img/src');
    await expect(row(page, 'marked').locator('mark')).toHaveText('<img/src');
    await page.reload();
    await expect(row(page, 'marked').locator('mark')).toHaveText('<img/src');
    await page.getByRole('link', { name: 'Edit marked' }).click();
    await expectFields(page, { 'User name': user, Realm: MARKUP });
    const [{ id } = { id: 0 }] = await api.all();
    await visit(page, `/sip-endpoints/${id}/edit`);
    await expectFields(page, { 'User name': user, Realm: MARKUP });
    await expect(page.locator('img, b b')).toHaveCount(0);
  });

  test('the longest of everything is kept whole', async ({ page, api }) => {
    const reference = 'r'.repeat(64);
    const endpoint = { host: LONGEST_HOST, port: '65535', reference, user_name: 'u'.repeat(128), realm: 'é'.repeat(255) };
    const id = await api.create({ ...endpoint, password: 'p'.repeat(256) });
    await visit(page, `/sip-endpoints/${id}/edit`);
    await expectFields(page, {
      'SIP endpoint': LONGEST_HOST,
      Port: '65535',
      Reference: reference,
      'User name': endpoint.user_name,
      Realm: endpoint.realm,
    });
    await visit(page, `/sip-endpoints/new?copy=${id}`);
    await expectFields(page, { Reference: `${'r'.repeat(59)}-copy` });
    await button(page, 'Add SIP endpoint').click();
    await expect(toast(page)).toContainText('added');
    await expect(dialog(page)).toBeHidden();
  });
});

test.describe('round the browser', () => {
  test('the server function answers the same for every field', async ({ api }) => {
    for (const { field, typed, problem, beside } of WRONG) {
      const answer = await api.tryCreate({ ...GOOD, ...beside, [field]: typed });
      expect(answer.status, `${field} ${typed.slice(0, 40)}`).toBe(422);
      expect(fieldErrors(answer), `${field} ${typed.slice(0, 40)}`).toEqual({ [field]: problem });
    }
    expect(await api.all()).toEqual([]);
  });

  test('what is right is kept in its canonical form', async ({ api }) => {
    for (const [number, { field, typed, kept }] of RIGHT.entries()) {
      const id = await api.create({ host: 'a.example', reference: `number-${number}`, [field]: typed });
      const { json } = await api.post('sip-endpoints/get', { id: String(id) });
      expect((json as { form: Record<string, string> }).form[field], typed.slice(0, 40)).toBe(kept);
    }
  });

  test('all wrong fields are named at once, in the order of the form', async ({ api }) => {
    const answer = await api.tryCreate({
      host: '',
      port: '0',
      reference: '',
      codec: 'g729' as 'alaw',
      transport: 'sctp' as 'udp',
      user_name: 'a b',
      password: '\0',
      realm: '\0',
    });
    expect(answer.status).toBe(422);
    expect(Object.entries(fieldErrors(answer))).toEqual([
      ['host', 'Required'],
      ['port', 'Port'],
      ['reference', 'Required'],
      ['codec', 'Choice'],
      ['transport', 'Choice'],
      ['user_name', 'SipUserName'],
      ['password', 'HiddenCharacters'],
      ['realm', 'HiddenCharacters'],
    ]);
  });

  test('a reference is unique without regard to case', async ({ api }) => {
    const id = await api.create({ ...GOOD, reference: 'Paris' });
    const answer = await api.tryCreate({ ...GOOD, reference: 'pARIS' });
    expect(answer.status).toBe(422);
    expect(fieldErrors(answer)).toEqual({ reference: 'ReferenceTaken' });
    await api.change(id, { reference: 'PARIS' });
    const other = await api.create({ ...GOOD, reference: 'lyon' });
    await expect(api.change(other, { reference: 'paris' })).rejects.toThrow(/422.*ReferenceTaken/s);
  });

  test('a pasted SIP address is split on the server as well', async ({ api }) => {
    const id = await api.create({ host: 'sip:u@a.example:5061;transport=tls', reference: 'split' });
    const { json } = await api.post('sip-endpoints/get', { id: String(id) });
    expect((json as { form: object }).form).toMatchObject({
      host: 'a.example',
      port: '5061',
      transport: 'tls',
      user_name: 'u',
    });
  });

  test('a request without fields gets the errors of the required ones', async ({ api }) => {
    for (const body of ['', '&', 'back=%3Fq%3Dx', 'form[host]=', 'copy_of=']) {
      const answer = await api.postRaw('sip-endpoints/create', body);
      expect(answer.status, body).toBe(422);
      expect(fieldErrors(answer), body).toEqual({ host: 'Required', reference: 'Required' });
    }
  });

  test('a million characters are an error of their field', async ({ api }) => {
    const long = 'a'.repeat(1_000_000);
    for (const [field, most] of [
      ['host', 253],
      ['reference', 64],
      ['user_name', 128],
      ['realm', 255],
    ] as const) {
      expect(fieldErrors(await api.tryCreate({ ...GOOD, [field]: long }))).toEqual({ [field]: { TooLong: most } });
    }
    // More than the server reads at all: it answers before everything is sent, and may have closed the connection then.
    const tooMuch = api.tryCreate({ ...GOOD, realm: 'a'.repeat(5_000_000) }).then((answer) => answer.status);
    expect(String(await tooMuch.catch((error: Error) => error.message))).toMatch(/^413$|EPIPE|ECONNRESET/);
    expect((await api.post('sip-endpoints/list', { query: `?q=${long}` })).status).toBe(200);
  });

  test('unknown fields and wrong types are refused, not stumbled over', async ({ api }) => {
    const good = 'form[host]=a.example&form[reference]=x';
    for (const body of [
      `${good}&form[evil]=1`,
      `${good}&form[port][]=1`,
      `${good}&form[port][x]=1`,
      `${good}&copy_of=one`,
      `${good}&copy_of=1.5`,
      `${good}&copy_of=99999999999999999999`,
      'form=text',
      'form[]=text',
      'form[host][host][host][host][host][host][host][host]=deep',
      `${good}&form[host]=b.example`,
      `${good}&back=1&back=2`,
    ]) {
      const answer = await api.postRaw('sip-endpoints/create', body);
      expect([400, 422], `${body}: ${answer.status} ${answer.text}`).toContain(answer.status);
    }
    expect((await api.postRaw('sip-endpoints/create', good.replace('=x', '=t'), 'text/plain')).status).toBeLessThan(500);
    for (const body of [`${good.replace('=x', '=y')}&evil=1`, 'form[host]=%ff%fe&form[reference]=z', '%%%', '=', 'a=b=c&&']) {
      const answer = await api.postRaw('sip-endpoints/create', body);
      expect([200, 400, 422], `${body}: ${answer.status} ${answer.text}`).toContain(answer.status);
    }
    for (const [body, type] of [
      ['{"form":{"host":"a.example","reference":"json"}}', 'application/json'],
      ['<form/>', 'text/xml'],
    ] as const) {
      const answer = await api.postRaw('sip-endpoints/create', body, type);
      expect(answer.status, type).toBeGreaterThanOrEqual(400);
      expect(answer.status, type).toBeLessThan(500);
    }
  });

  test('a missing, foreign or senseless id is refused by every call', async ({ api }) => {
    const form = { 'form[host]': 'a.example', 'form[reference]': 'x' };
    for (const call of ['get', 'copy-of', 'update', 'delete']) {
      const more = call === 'update' ? { version: '1', ...form } : {};
      for (const id of ['0', '-1', '9223372036854775807', '4711']) {
        expect((await api.post(`sip-endpoints/${call}`, { id, ...more })).status, `${call} ${id}`).toBe(404);
      }
      for (const id of ['', 'one', '1.5', '1e3', '9223372036854775808', "1' OR '1'='1", '\0', '٤']) {
        expect((await api.post(`sip-endpoints/${call}`, { id, ...more })).status, `${call} ${id}`).toBe(400);
      }
      expect((await api.post(`sip-endpoints/${call}`, more)).status, call).toBe(400);
    }
    expect((await api.tryCreate({ ...GOOD, user_name: 'u' }, { copy_of: '4711' })).status).toBe(404);
    const id = String(await api.create(GOOD));
    for (const version of ['', 'new', '1.5']) {
      expect((await api.post('sip-endpoints/update', { id, version, ...form })).status, version).toBe(400);
    }
    for (const version of ['0', '-1', '99']) {
      expect((await api.post('sip-endpoints/update', { id, version, ...form })).status, version).toBe(409);
    }
  });

  test('pages with a foreign or senseless id say that nothing is there', async ({ page, guard }) => {
    guard.allowStatus(404);
    for (const path of ['4711/edit', 'one/edit', '4711/delete', '%00/edit', '-1/delete', 'new?copy=4711']) {
      await visit(page, `/sip-endpoints/${path}`);
      await expect(dialog(page), path).toContainText('This is not here any more.');
    }
  });
});
