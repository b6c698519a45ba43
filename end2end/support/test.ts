// The tests' own fixtures: a server for each test, and browsers in which no message goes unnoticed.

import { test as base, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { Api } from './api.ts';
import { Guard } from './guard.ts';
import { Mailbox } from './mailbox.ts';
import type { Who } from './people.ts';
import { Server } from './server.ts';
import { copyOf, sessionOf, type Template } from './templates.ts';

export { expect };
export type { Page };

interface Options {
  /** What is in the database at first. */
  data: Template;
  /** Who is at the browser of `page`. */
  who: Who;
  /** Environment of the server. */
  settings: Record<string, string>;
  /** Whether there is a mail server. */
  mail: boolean;
}

interface Fixtures {
  /** Where the mail goes; only with `test.use({ mail: true })`. */
  mailbox: Mailbox;
  server: Server;
  guard: Guard;
  /** Another person's browser. */
  browserOf: (who: Who, options?: BrowserContextOptions) => Promise<Page>;
  /** The server functions, called by a program. */
  apiOf: (who: Who) => Promise<Api>;
  /** The same as an administrator. */
  api: Api;
}

async function cookiesOf(who: Who): Promise<BrowserContextOptions['storageState']> {
  return who === 'nobody' ? undefined : sessionOf(who);
}

export const test = base.extend<Options & Fixtures>({
  data: ['people', { option: true }],
  who: ['admin', { option: true }],
  settings: [{}, { option: true }],
  mail: [false, { option: true }],

  mailbox: async ({}, use) => {
    const mailbox = await Mailbox.open();
    await use(mailbox);
    await mailbox.close();
  },

  server: async ({ data, settings, mail, mailbox }, use, info) => {
    const smtp = mail ? { SWITCHROOM_SMTP_URL: mailbox.url, SWITCHROOM_MAIL_FROM: 'Switchroom <switchroom@callcentre.test>' } : {};
    const server = await Server.start(await copyOf(data), { ...smtp, ...settings });
    await use(server);
    if (info.status !== info.expectedStatus) {
      await info.attach('server', { body: server.output, contentType: 'text/plain' });
    }
    await server.dispose();
    expect(server.output, 'the server panicked').not.toContain('panicked');
  },

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  storageState: async ({ who }, use) => {
    await use(await cookiesOf(who));
  },

  guard: [
    async ({}, use) => {
      const guard = new Guard();
      await use(guard);
      expect(guard.unexpected(), 'messages in the browser’s console').toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, guard }, use) => {
    guard.watch(context);
    await use(context);
    guard.rest();
  },

  browserOf: async ({ browser, server, guard, contextOptions }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (who, options = {}) => {
      const storageState = await cookiesOf(who);
      const context = await browser.newContext({ ...contextOptions, baseURL: server.url, storageState, ...options });
      contexts.push(context);
      guard.watch(context);
      return context.newPage();
    });
    guard.rest();
    await Promise.all(contexts.map((context) => context.close()));
  },

  apiOf: async ({ server }, use) => {
    const made: Api[] = [];
    await use(async (who) => {
      const api = await Api.at(server.url, who === 'nobody' ? { cookies: [], origins: [] } : await sessionOf(who));
      made.push(api);
      return api;
    });
    await Promise.all(made.map((api) => api.dispose()));
  },

  api: async ({ apiOf }, use) => {
    await use(await apiOf('admin'));
  },
});

/** Opens a page and waits until WebAssembly has taken it over. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Waits until WebAssembly has taken the page over. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-ready', '', { timeout: 15_000 });
}
