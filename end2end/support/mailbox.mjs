// A mail server that keeps nothing: each message is printed as it comes in.
//
//   node mailbox.mjs [--tls FOLDER] [--login USER:PASSWORD] [--slow MILLISECONDS]
//
// The first line on standard output is {"port": …}; then comes one line for each message, parsed. A line of JSON on
// standard input sets whom it refuses from now on, by address ("*" is everybody), and is answered by {"rules": …}:
//   {"refuse": ["bob@a.test"], "defer": ["kate@a.test"], "say": "No such mailbox"}
// It ends when standard input does, so it never outlives a test.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const { values: options } = parseArgs({
  options: {
    /** Offers STARTTLS, with key.pem and cert.pem of this folder. */
    tls: { type: 'string' },
    /** Takes messages only from whoever signs in. */
    login: { type: 'string' },
    /** Takes so long to take a message. */
    slow: { type: 'string', default: '0' },
  },
});

let rules = {};

/** @param {unknown} value */
function print(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** @param {number} code @param {string} words */
function refusal(code, words) {
  return Object.assign(new Error(words), { responseCode: code });
}

/** @param {string[] | undefined} list @param {string} address */
function has(list, address) {
  return list !== undefined && (list.includes('*') || list.includes(address));
}

/** @param {{ value: { name: string, address?: string }[] } | { value: { name: string, address?: string }[] }[] | undefined} field */
function people(field) {
  return [field ?? []].flat().flatMap((group) => group.value.map(({ name, address }) => ({ name, address })));
}

async function receive(stream, session) {
  const mail = await simpleParser(stream);
  await wait(Number(options.slow));
  const { mailFrom, rcptTo } = session.envelope;
  print({
    from: people(mail.from),
    to: people(mail.to),
    replyTo: people(mail.replyTo),
    subject: mail.subject,
    date: mail.date?.getTime(),
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    // One character for each byte, as the parser has them.
    headers: mail.headerLines.map(({ line }) => Buffer.from(line, 'latin1').toString()),
    envelope: { from: mailFrom && mailFrom.address, to: rcptTo.map(({ address }) => address) },
    secure: session.secure,
    user: session.user || undefined,
    session: session.id,
  });
}

const files = options.tls
  ? { key: readFileSync(join(options.tls, 'key.pem')), cert: readFileSync(join(options.tls, 'cert.pem')) }
  : { disabledCommands: ['STARTTLS'] };

const server = new SMTPServer({
  ...files,
  authOptional: options.login === undefined,
  allowInsecureAuth: options.tls === undefined,
  disableReverseLookup: true,
  logger: false,
  onAuth({ username, password }, _session, done) {
    const known = `${username}:${password}` === options.login;
    done(known ? null : refusal(535, 'Wrong name or password'), known ? { user: username } : undefined);
  },
  onRcptTo({ address }, _session, done) {
    if (has(rules.refuse, address)) {
      done(refusal(550, rules.say ?? 'No such mailbox'));
    } else if (has(rules.defer, address)) {
      done(refusal(451, rules.say ?? 'Come back later'));
    } else {
      done();
    }
  },
  onData(stream, session, done) {
    receive(stream, session).then(() => done(), done);
  },
});

// Whoever goes away in the middle of a message is no event here.
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => print({ port: server.server.address().port }));

const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => {
  rules = JSON.parse(line);
  print({ rules });
});
commands.on('close', () => process.exit(0));
