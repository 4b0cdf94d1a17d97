#!/usr/bin/env node
// Pictures of every kind of page of the dashboard, the company's pages and the console, for people to look at.
// Needs a running, seeded server (scripts/run.sh, or the addresses scripts/e2e.sh sets).
//   node end2end/surfaces-shots.mjs [FOLDER]      FOLDER is var/shots unless given; ONLY=text takes matching addresses

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../var/shots');
const only = process.env.ONLY ?? '';
const port = process.env.BASE_PORT ?? process.env.PORT ?? '3000';
const surfaces = [
  { name: 'aurora', url: process.env.AURORA_URL ?? `http://aurora.localhost:${port}`, root: '/reseller', email: 'owner@aurora.test' },
  { name: 'kite', url: process.env.KITE_URL ?? `http://kite.localhost:${port}`, root: '/reseller', email: 'owner@kite.test' },
  { name: 'northwind', url: process.env.AURORA_URL ?? `http://aurora.localhost:${port}`, root: '/business', email: 'owner@northwind.test' },
  { name: 'platform', url: process.env.PLATFORM_URL ?? `http://localhost:${port}`, root: '/admin', email: 'admin@clouddail.test' },
];
const looks = [
  { look: 'desktop-light', size: { width: 1440, height: 900 }, colorScheme: 'light' },
  { look: 'phone-dark', size: { width: 390, height: 844 }, colorScheme: 'dark' },
];
/** An address with its ids and figures left out: two pages of one kind have the same. */
const kindOf = (path) => path.replace(/[?#].*/, '').replace(/\/[a-z]{3}_[0-9a-f]{32}/g, '/:id').replace(/\/\d[\w-]*/g, '/:n');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const surface of surfaces) await shoot(surface);
} finally {
  await browser.close();
}
console.log(folder);

async function shoot({ name, url, root, email }) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill('demo-pass-1234');
  await page.locator('main form button[type=submit]').click();
  await page.waitForURL(/\/(account|admin|reseller|business)/);
  const found = new Map([[root, root]]);
  for (const [kind, path] of found) {
    await page.goto(path, { waitUntil: 'load' });
    const links = await page.locator('a[href]:not([download])').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    for (const link of links) {
      const isFile = /\.(csv|xml|png|pdf|svg)\b/.test(link);
      if (link.startsWith(root) && !isFile && !found.has(kindOf(link))) found.set(kindOf(link), link);
    }
    if (!path.includes(only)) continue;
    for (const { look, size, colorScheme } of looks) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const place = join(folder, name, look);
      await mkdir(place, { recursive: true });
      await page.screenshot({ path: join(place, `${kind.slice(1).replaceAll(/[/:]+/g, '-')}.png`), fullPage: true });
    }
  }
  await context.close();
}
