// axe finds nothing serious or critical on any page: light and dark, phone and desktop, in both looks.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { aurora, enter, expect, kite, register, shops, test, type Shop } from './fixtures';
import { accountPages, linkedPages, missingAccountPages, missingPages, open, richCustomer, strangersPages } from './tour';

const [desktop, phone] = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
// axe takes its time, so each shop is looked at by day on one device and by night on the other; AXE=all takes all four.
const looks = [
  { shop: aurora, name: 'desktop, light', viewport: desktop, colorScheme: 'light' },
  { shop: aurora, name: 'phone, dark', viewport: phone, colorScheme: 'dark' },
  { shop: kite, name: 'desktop, dark', viewport: desktop, colorScheme: 'dark' },
  { shop: kite, name: 'phone, light', viewport: phone, colorScheme: 'light' },
] as const;

for (const shop of shops) {
  test.describe(shop.name, () => {
    test.use({ shop });
    test.beforeEach(({ mayAnswer }, testInfo) => {
      testInfo.setTimeout(300_000);
      for (const path of [...missingPages, ...missingAccountPages]) mayAnswer(404, new RegExp(`${path}$`));
    });

    test('pages for anybody', async ({ page }) => {
      await inspect(page, shop, [...strangersPages, ...missingPages, ...(await linkedPages(shop))]);
    });

    test('pages of an account with nothing in it', async ({ page, context }) => {
      await enter(context, shop, await register(shop));
      await inspect(page, shop, [...accountPages, ...missingAccountPages]);
    });

    test('pages of an account with everything in it', async ({ page, context, mayAnswer }) => {
      // The number of one of the checkouts is sold by then.
      mayAnswer(422, /\/checkout\/number\//);
      const { customer, pages } = await richCustomer(shop);
      await enter(context, shop, customer);
      await inspect(page, shop, pages);
    });
  });
}

/** Each page is opened in every look; one that changes its look while it is open has half-painted colours for a moment. */
async function inspect(page: Page, shop: Shop, paths: string[]): Promise<void> {
  for (const look of looks.filter((look) => look.shop === shop || process.env.AXE === 'all')) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
    for (const path of paths) {
      await open(page, path);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const bad = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('\n')}`);
      expect.soft(bad, `${path}, ${look.name}`).toEqual([]);
    }
  }
}
