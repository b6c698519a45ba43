import { defineConfig } from '@playwright/test';
import { common } from './playwright.config.ts';

// Pictures for people to look at: npm run screenshots -- FOLDER
export default defineConfig({ ...common, testDir: 'screenshots', timeout: 180_000 });
