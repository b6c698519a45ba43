// The rules of the endpoint form at their borders: the same in the browser and on the server.

import type { Endpoint } from './api.ts';

const LABEL = 'a'.repeat(63);
/** The longest name that is allowed: 253 characters. */
export const LONGEST_HOST = [LABEL, LABEL, LABEL, 'a'.repeat(61)].join('.');

const WORDS = {
  required: 'Fill in this field.',
  hidden: 'Remove the invisible characters.',
  host: 'Enter a domain name such as sip.example.org, or an IP address.',
  labelTooLong: 'Each part between two dots can have at most 63 characters.',
  labelShape: 'Each part between two dots begins and ends with a letter or a digit.',
  ipv4: 'This is not an IPv4 address: four numbers from 0 to 255 without leading zeros.',
  ipv6: 'This is not an IPv6 address, such as 2001:db8::5.',
  ipv6Zone: 'Remove the zone (the part from %)',
  port: 'Enter a number from 1 to 65535.',
  reference: 'Use letters, digits and _ . @ -',
  userName: 'Leave out spaces, quotes and colons.',
  needsUserName: 'A password needs a user name.',
} as const;

const tooLong = (most: number): [unknown, string] => [{ TooLong: most }, `Use at most ${most} characters.`];

export interface Wrong {
  field: keyof Endpoint;
  label: string;
  typed: string;
  /** What the server function answers for the field. */
  problem: unknown;
  /** What stands under the field. */
  words: string;
  /** What else is in the form. */
  beside?: Partial<Endpoint>;
}

function wrong(field: keyof Endpoint, label: string, cases: [string[], unknown, string][]): Wrong[] {
  return cases.flatMap(([all, problem, words]) => all.map((typed) => ({ field, label, typed, problem, words })));
}

/** What every field refuses. */
export const WRONG: Wrong[] = [
  ...wrong('host', 'SIP endpoint', [
    [['', '   '], 'Required', WORDS.required],
    [[`${LONGEST_HOST}a`, 'a'.repeat(5000)], ...tooLong(253)],
    [[`${LABEL}a.example`], 'HostLabelTooLong', WORDS.labelTooLong],
    [['-a.example', 'a-.example', 'a..example', '.example'], 'HostLabelShape', WORDS.labelShape],
    [['a b', 'a_b.example', '<b>a</b>', '"a"', "a'b", 'a/b', 'ex\u{200b}ample.org\u{0}'], 'HostName', WORDS.host],
    [['256.1.1.1', '10.0.0.01', '010.0.0.1', '1.2.3', '1.2.3.4.5', '12345'], 'Ipv4', WORDS.ipv4],
    [['2001:db8::5::1', '::g', '1:2:3:4:5:6:7:8:9'], 'Ipv6', WORDS.ipv6],
    [['fe80::1%eth0', '[fe80::1%25eth0]'], 'Ipv6Zone', WORDS.ipv6Zone],
  ]),
  ...wrong('port', 'Port', [
    [['0', '65536', '-1', '+5060', '5060a', '50 60', '5e3', '٥٠٦٠', '99999999999999999999', '"', '<b>'], 'Port', WORDS.port],
  ]),
  ...wrong('reference', 'Reference', [
    [['', '  '], 'Required', WORDS.required],
    [['a'.repeat(65)], ...tooLong(64)],
    [['pa ris', 'paris!', 'pâris', '<b>', '"paris"', "pa'ris", 'a/b', '巴黎', 'a\u{0}b'], 'Reference', WORDS.reference],
  ]),
  ...wrong('user_name', 'User name', [
    [['u'.repeat(129)], ...tooLong(128)],
    [['a b', 'a"b', "a'b", 'a:b', 'a\u{0}b', 'a\u{a0}b'], 'SipUserName', WORDS.userName],
  ]),
  ...wrong('password', 'Password', [
    [['p'.repeat(257)], ...tooLong(256)],
    [['a\u{0}b', 'a\u{7f}b'], 'HiddenCharacters', WORDS.hidden],
  ]).map((rule) => ({ ...rule, beside: { user_name: 'u' } })),
  ...wrong('password', 'Password', [[['secret'], 'PasswordWithoutUserName', WORDS.needsUserName]]),
  ...wrong('realm', 'Realm', [
    [['r'.repeat(256)], ...tooLong(255)],
    [['a\u{0}b', 'a\u{200b}b'], 'HiddenCharacters', WORDS.hidden],
  ]),
];

export interface Right {
  field: keyof Endpoint;
  label: string;
  typed: string;
  /** What is kept. */
  kept: string;
  /** What else is in the form. */
  beside?: Partial<Endpoint>;
}

function right(field: keyof Endpoint, label: string, cases: [string, string][]): Right[] {
  return cases.map(([typed, kept]) => ({ field, label, typed, kept }));
}

/** What every field takes, up to its borders. */
export const RIGHT: Right[] = [
  ...right('host', 'SIP endpoint', [
    [' SIP.Example.org ', 'sip.example.org'],
    ['sip.example.org.', 'sip.example.org'],
    [LONGEST_HOST, LONGEST_HOST],
    ['pbx', 'pbx'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['255.255.255.255', '255.255.255.255'],
    ['[2001:DB8:0:0:0:0:0:5]', '2001:db8::5'],
    ['::1', '::1'],
  ]),
  ...right('port', 'Port', [
    ['1', '1'],
    ['65535', '65535'],
    ['5060 ', '5060'],
    ['', '5060'],
  ]),
  ...right('reference', 'Reference', [
    ['a', 'a'],
    [' Paris_1.x@y-z ', 'Paris_1.x@y-z'],
    ['r'.repeat(64), 'r'.repeat(64)],
  ]),
  ...right('user_name', 'User name', [
    ['u'.repeat(128), 'u'.repeat(128)],
    ['<b>ü&amp;</b>', '<b>ü&amp;</b>'],
    ['a;b=c@d,%20', 'a;b=c@d,%20'],
  ]),
  ...right('realm', 'Realm', [
    ['r'.repeat(255), 'r'.repeat(255)],
    [' "Quoted" <b>&amp; \'x\' ', ' "Quoted" <b>&amp; \'x\' '],
    ['電話', '電話'],
    ['   ', ''],
  ]),
];
