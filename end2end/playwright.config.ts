import { defineConfig } from '@playwright/test';

// scripts/e2e.sh starts the server and says where it is: AURORA_URL (the default host), KITE_URL, PLATFORM_URL,
// SANDBOX_URL, and MAIL_DIR with the mail nobody was sent. Chromium resolves *.localhost by itself; Node may not,
// so requests outside a page go to 127.0.0.1 with a Host header.
const port = process.env.BASE_PORT ?? '3000';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  fullyParallel: true,
  workers: Number(process.env.E2E_WORKERS ?? 2),
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.AURORA_URL ?? `http://aurora.localhost:${port}`,
    locale: 'en-US',
    timezoneId: 'UTC',
    // Headless Chromium without a GPU now and then waits forever for a frame of a cross-document view transition.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'chromium' },
    // Every journey works without scripts; what only an island can do is in a *.hydrate.spec.ts. axe is itself a script. Of
    // company.spec.ts, whose carrier fails at the very next order, there may be one at a time; half its people have none.
    { name: 'no-scripts', testIgnore: ['**/*.hydrate.spec.ts', '**/axe.spec.ts', '**/surfaces.spec.ts', '**/company.spec.ts'], use: { javaScriptEnabled: false } },
  ],
});
