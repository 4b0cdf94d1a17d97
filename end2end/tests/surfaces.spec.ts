// The dashboard, a company's pages and the console: every page answers, fits a phone, and axe finds nothing serious, by day and by night.

import AxeBuilder from '@axe-core/playwright';
import { aurora, enter, expect, kite, platformUrl, signIn, test, type Shop } from './fixtures';
import { pagesBelow } from './surfaces';

const platform: Shop = { ...aurora, name: 'The platform', host: 'localhost', url: platformUrl };
const surfaces = [
  { shop: aurora, root: '/reseller', email: 'owner@aurora.test', by: 'light' },
  { shop: kite, root: '/reseller', email: 'owner@kite.test', by: 'dark' },
  { shop: aurora, root: '/business', email: 'owner@northwind.test', by: 'dark' },
  { shop: platform, root: '/admin', email: 'admin@clouddail.test', by: 'light' },
] as const;

for (const { shop, root, email, by } of surfaces) {
  test.describe(`${root} of ${shop.name}`, () => {
    test.use({ shop });

    test('every page fits and can be used by everybody', async ({ page, context }, testInfo) => {
      testInfo.setTimeout(400_000);
      const member = await signIn(shop, email);
      const paths = await pagesBelow(shop.url, root, member.session);
      expect(paths.length, paths.join(' ')).toBeGreaterThan(7);
      await enter(context, shop, member);
      await page.emulateMedia({ colorScheme: by, reducedMotion: 'reduce' });
      for (const path of paths) {
        await page.setViewportSize({ width: 1440, height: 900 });
        const answer = await page.goto(path);
        expect.soft(answer?.status(), path).toBe(200);
        await expect.soft(page.getByRole('heading', { level: 1 }), path).toHaveCount(1);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const bad = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('\n')}`);
        expect.soft(bad, path).toEqual([]);
        await page.setViewportSize({ width: 390, height: 844 });
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect.soft(excess, `${path} is wider than a phone`).toBeLessThanOrEqual(0);
      }
    });
  });
}
