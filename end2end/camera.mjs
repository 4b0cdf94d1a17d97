// The browser pictures are taken with, and the addresses of the running, seeded server (scripts/run.sh, or those that
// scripts/e2e.sh sets).

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const port = process.env.BASE_PORT ?? process.env.PORT ?? '3000';

export const aurora = process.env.AURORA_URL ?? `http://aurora.localhost:${port}`;
export const kite = process.env.KITE_URL ?? `http://kite.localhost:${port}`;
export const platform = process.env.PLATFORM_URL ?? `http://localhost:${port}`;

/** Where pictures go: the first argument, SHOTS, or var/shots. */
export const folder = process.argv[2] ?? process.env.SHOTS ?? join(dirname(fileURLToPath(import.meta.url)), '../var/shots');
/** ONLY: text that the wanted pages have in their names or addresses. */
export const only = process.env.ONLY ?? '';
export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

/** Runs `shoot` for each place in a browser of its own context, one after the other. */
export async function visit(places, shoot) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const place of places) {
      const context = await browser.newContext({ baseURL: place.url, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' });
      await shoot(await context.newPage(), place);
      await context.close();
    }
  } finally {
    await browser.close();
  }
  console.log(folder);
}

/** Fills in and sends the sign-in form that is open, as a demo login unless told otherwise. */
export async function signIn(page, email, password = 'demo-pass-1234') {
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('main form button[type=submit]').click();
}

/** A picture of the open page as a device shows it, light or dark: `shop/look/name.png`. */
export async function take(page, { shop, device, scheme, name }) {
  await page.setViewportSize(sizes[device]);
  await page.emulateMedia({ colorScheme: scheme });
  const place = join(folder, shop, `${device}-${scheme}`);
  await mkdir(place, { recursive: true });
  await page.screenshot({ path: join(place, `${name}.png`), fullPage: true });
}
