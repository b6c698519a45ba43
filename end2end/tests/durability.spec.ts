// What was acknowledged is kept, whatever happens to the server.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Api } from '../support/api.ts';
import { signIn, type StorageState } from '../support/people.ts';
import { command, newFolder, Server } from '../support/server.ts';
import { setting } from '../support/settings.ts';
import { copyOf } from '../support/templates.ts';
import { expect, test } from '../support/test.ts';

const WRITERS = 6;
const KILLS = 3;
const BETWEEN_KILLS = 40;

test.use({ who: 'nobody' });
test.slow();

/** Makes endpoints as fast as it can until the server is gone; returns the references that were acknowledged. */
async function write(
  server: Server,
  session: StorageState,
  name: string,
  acknowledged: Set<string>,
  isKilled: () => boolean,
): Promise<void> {
  const api = await Api.at(server.url, session);
  for (let number = 0; !isKilled(); number++) {
    const reference = `${name}-${number}`;
    try {
      const answer = await api.tryCreate({ host: 'sip.example.org', reference, user_name: 'u', password: `p-${reference}` });
      if (answer.status === 200) {
        acknowledged.add(reference);
      } else if (!isKilled()) {
        throw new Error(`${reference}: ${answer.status} ${answer.text}`);
      }
    } catch (error) {
      if (!isKilled()) {
        throw error;
      }
    }
  }
  await api.dispose();
}

async function survivesKills(server: Server): Promise<void> {
  const acknowledged = new Set<string>();
  const session = await signIn(server.url, 'admin');
  for (let kill = 0; kill < KILLS; kill++) {
    let killed = false;
    const writers = Array.from({ length: WRITERS }, (_, writer) => 
      write(server, session, `k${kill}-w${writer}`, acknowledged, () => killed),
    );
    const enough = acknowledged.size + BETWEEN_KILLS;
    const failed = Promise.all(writers).then(() => undefined);
    await Promise.race([failed, expect.poll(() => acknowledged.size, { timeout: 30_000, intervals: [5] }).toBeGreaterThan(enough)]);
    killed = true;
    await server.kill();
    await failed;
    await server.launch();
  }
  const api = await Api.at(server.url, session);
  const written = (await api.all()).filter(({ reference }) => /^k\d-w/.test(reference));
  const kept = new Map(written.map(({ reference, id }) => [reference, id]));
  expect([...acknowledged].filter((reference) => !kept.has(reference)), 'acknowledged and lost').toEqual([]);
  expect(kept.size - acknowledged.size, 'at most one of each writer was not acknowledged').toBeLessThanOrEqual(WRITERS * KILLS);
  // What is there is whole.
  for (const id of [...kept.values()].slice(-10)) {
    const { json } = await api.post('sip-endpoints/get', { id: String(id) });
    expect(json).toMatchObject({ has_password: true, form: { user_name: 'u' } });
  }
  await api.dispose();
}

test('SIGKILL in a stream of creates loses none that was acknowledged, on SQLite', async () => {
  const server = await Server.start(await copyOf('people'));
  await survivesKills(server);
  await server.dispose();
});

test('SIGKILL in a stream of creates loses none that was acknowledged, on PostgreSQL', async () => {
  const cluster = new URL(setting('SWITCHROOM_TEST_POSTGRES'));
  const name = `browser_${randomBytes(6).toString('hex')}`;
  const sql = (statement: string) => promisify(execFile)('psql', [cluster.href, '-qc', statement]);
  await sql(`create database ${name}`);
  const database = new URL(cluster);
  database.pathname = `/${name}`;
  const settings = { SWITCHROOM_DATABASE_URL: database.href };
  const data = await newFolder();
  await command(data, ['seed', '--demo'], settings);
  const server = await Server.start(data, settings);
  await survivesKills(server);
  await server.dispose();
  await sql(`drop database ${name} with (force)`);
});
