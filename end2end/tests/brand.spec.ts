// Two shops that have nothing in common, and a platform nobody can see.

import { ask, aurora, expect, kite, mailAbout, mailsTo, shops, test, type Shop } from './fixtures';
import { linkedPages, missingAccountPages, missingPages, richCustomer, strangersPages } from './tour';

test('the two demo shops look and read differently', async ({ browser, mishaps }) => {
  const looks = [];
  for (const shop of [aurora, kite]) {
    const context = await browser.newContext({ baseURL: shop.url });
    mishaps.watch(context);
    const page = await context.newPage();
    await page.goto('/');
    const style = (name: string) => page.locator('html').evaluate((html, name) => getComputedStyle(html).getPropertyValue(name).trim(), name);
    await expect(page.getByRole('banner').getByRole('link', { name: `${shop.name}, home` })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(shop.symbol);
    const button = page.getByRole('main').getByRole('button').first();
    const shape = await button.evaluate((button) => {
      const { backgroundColor, borderTopLeftRadius } = getComputedStyle(button);
      return { backgroundColor, borderTopLeftRadius };
    });
    looks.push({
      title: await page.title(),
      hero: await page.getByRole('heading', { level: 1 }).innerText(),
      logo: (await ask(new URL((await page.getByRole('banner').locator('img').first().getAttribute('src')) ?? '', shop.url).href)).text,
      font: await page.locator('body').evaluate((body) => getComputedStyle(body).fontFamily),
      brand: await style('--brand'),
      colour: shape.backgroundColor,
      radius: shape.borderTopLeftRadius,
      price: (await page.getByRole('main').locator('.money').first().innerText()).replace(/[\d.,\s]/g, ''),
    });
    await context.close();
  }
  const [first, second] = looks;
  for (const key of Object.keys(first) as (keyof typeof first)[]) {
    expect.soft(first[key], `${key} of one shop`).not.toBe('');
    expect.soft(first[key], key).not.toBe(second[key]);
  }
});

for (const shop of shops) {
  test.describe(shop.name, () => {
    test.use({ shop });

    test('no page, header or mail names the platform or another shop', async ({}, testInfo) => {
      testInfo.setTimeout(120_000);
      const forbidden = new RegExp(`clouddail|${shop === aurora ? 'kite' : 'aurora'}`, 'i');
      const { customer, pages } = await richCustomer(shop);
      const strangers = [...strangersPages, ...missingPages, ...(await linkedPages(shop)), '/robots.txt', '/sitemap.xml', '/manifest.webmanifest'];
      for (const path of strangers) await silent(shop, path, forbidden);
      for (const path of [...pages, ...missingAccountPages]) await silent(shop, path, forbidden, customer.session);

      await mailAbout(customer.email, /Ready:/);
      await mailAbout(customer.email, /could not deliver/);
      const mails = await mailsTo(customer.email);
      expect(mails.length).toBeGreaterThanOrEqual(4);
      for (const mail of mails) {
        const whole = [mail.from, mail.subject, mail.text, mail.html].join('\n');
        expect.soft(whole, mail.subject).not.toMatch(forbidden);
        expect.soft(whole, mail.subject).toContain(shop.name);
        expect.soft(whole, 'no mail holds an activation code').not.toContain('LPA:1$');
      }
    });
  });
}

/** Every byte of the answer, not only what shows: title, meta, comments and addresses too. */
async function silent(shop: Shop, path: string, forbidden: RegExp, session?: string): Promise<void> {
  const { status, text, type } = await ask(shop.url + path, { session });
  expect.soft(status, `${shop.name} ${path}`).toBeLessThan(500);
  // Built files carry the crate's name; a customer never reads them.
  const read = type.startsWith('text/html') ? text.replaceAll(/\/pkg\/[\w.-]+/g, '') : text;
  const at = read.search(forbidden);
  expect.soft(at < 0 ? '' : read.slice(Math.max(0, at - 60), at + 60), `${shop.name} ${path}`).toBe('');
}
