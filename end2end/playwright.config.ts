import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { setting } from './support/settings.ts';

/** What the tests and the screenshots have in common. */
export const common: PlaywrightTestConfig = {
  globalSetup: './support/templates.ts',
  fullyParallel: true,
  workers: 2,
  timeout: 40_000,
  expect: { timeout: 8_000 },
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    actionTimeout: 8_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: setting('CHROMIUM_PATH'),
      // As root there is no sandbox; the rest keeps the browser from calling its maker.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Each test compiles the WebAssembly anew; making it faster in the background would slow the other tests down.
        '--js-flags=--liftoff-only',
      ],
    },
  },
};

export default defineConfig({ ...common, testDir: 'tests' });
