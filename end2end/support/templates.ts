// Data folders that every test starts from a copy of: made once, so that a test costs a copy and a start.

import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Api } from './api.ts';
import { type Role, ROLES, type StorageState, signIn } from './people.ts';
import { command, newFolder, Server } from './server.ts';
import { setting } from './settings.ts';

/**
 * - `nobody`: nothing at all, as at the first start
 * - `people`: an account of each role, each signed in, and no endpoints
 * - `many`: the same with 120 endpoints
 */
export type Template = 'nobody' | 'people' | 'many';

const PLACE = 'SWITCHROOM_BROWSER_TEMPLATES';
const SESSIONS = 'sessions.json';

/** Runs once before all tests; what it returns runs after them. */
export default async function prepare(): Promise<() => Promise<void>> {
  const place = await newFolder();
  process.env[PLACE] = place;
  const people = join(place, 'people');
  await command(people, ['seed', '--demo']);
  const server = await Server.start(people);
  const states = await Promise.all(ROLES.map(async (role) => [role, await signIn(server.url, role)] as const));
  const sessions = Object.fromEntries(states) as Record<Role, StorageState>;
  await removeEndpoints(server.url, sessions.admin);
  await server.stop();
  await writeFile(join(place, SESSIONS), JSON.stringify(sessions));
  const many = join(place, 'many');
  await cp(people, many, { recursive: true });
  await command(many, ['seed', '--endpoints', '120']);
  return () => rm(place, { recursive: true, force: true });
}

/** A data folder of its own, filled like the template. */
export async function copyOf(template: Template): Promise<string> {
  const data = await newFolder();
  if (template !== 'nobody') {
    await cp(join(setting(PLACE), template), data, { recursive: true });
  }
  return data;
}

/** Cookies of somebody who is signed in, in every template but `nobody`. */
export async function sessionOf(role: Role): Promise<StorageState> {
  const sessions = JSON.parse(await readFile(join(setting(PLACE), SESSIONS), 'utf8')) as Record<Role, StorageState>;
  return sessions[role];
}

/** The demo brings a few; tests make their own. */
async function removeEndpoints(url: string, admin: StorageState): Promise<void> {
  const api = await Api.at(url, admin);
  for (const { id } of await api.all()) {
    await api.delete(id);
  }
  await api.dispose();
}
