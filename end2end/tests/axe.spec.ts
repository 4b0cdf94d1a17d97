// axe finds nothing serious or critical on any page: light and dark, phone and desktop, in both looks.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { enter, expect, register, shops, test } from './fixtures';
import { accountPages, linkedPages, missingAccountPages, missingPages, open, richCustomer, strangersPages } from './tour';

const looks = [
  { name: 'desktop, light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'desktop, dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'phone, light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone, dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

for (const shop of shops) {
  test.describe(shop.name, () => {
    test.use({ shop });
    test.beforeEach(({ mayAnswer }, testInfo) => {
      testInfo.setTimeout(300_000);
      for (const path of [...missingPages, ...missingAccountPages]) mayAnswer(404, new RegExp(`${path}$`));
    });

    test('pages for anybody', async ({ page }) => {
      await inspect(page, [...strangersPages, ...missingPages, ...(await linkedPages(shop))]);
    });

    test('pages of an account with nothing in it', async ({ page, context }) => {
      await enter(context, shop, await register(shop));
      await inspect(page, [...accountPages, ...missingAccountPages]);
    });

    test('pages of an account with everything in it', async ({ page, context }) => {
      const { customer, pages } = await richCustomer(shop);
      await enter(context, shop, customer);
      await inspect(page, pages);
    });
  });
}

/** Each page is opened once and looked at in all four looks. */
async function inspect(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.setViewportSize(looks[0].viewport);
    await page.emulateMedia({ colorScheme: looks[0].colorScheme, reducedMotion: 'reduce' });
    await open(page, path);
    for (const look of looks) {
      await page.setViewportSize(look.viewport);
      await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const bad = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`);
      expect.soft(bad, `${path}, ${look.name}`).toEqual([]);
    }
  }
}
