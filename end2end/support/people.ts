import type { BrowserContext } from '@playwright/test';
import { Api } from './api.ts';

export type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The password of every account that `switchroom seed --demo` makes. */
export const PASSWORD = 'switchroom-demo';

/** One account of each role. */
export const EMAIL = {
  admin: 'ada.admin@switchroom.test',
  support: 'sam.support@switchroom.test',
  agent: 'curtis.stone@callcentre.test',
} as const;

export type Role = keyof typeof EMAIL;

/** Who is at the browser. */
export type Who = Role | 'nobody';

export const ROLES = Object.keys(EMAIL) as Role[];

/** Signs in and returns the cookies. */
export async function signIn(url: string, role: Role): Promise<StorageState> {
  const api = await Api.at(url);
  const answer = await api.post('session/sign-in', { email: EMAIL[role], password: PASSWORD });
  if (answer.status !== 200) {
    throw new Error(`${EMAIL[role]} cannot sign in: ${answer.status} ${answer.text}`);
  }
  const state = await api.storageState();
  await api.dispose();
  return state;
}
