// What only a script can do, and pages that do without.

import type { FrameLocator, Page } from '@playwright/test';
import { enter, expect, register, signIn, test, topUp } from './fixtures';
import { buyButton, choosePlan, fact, shownBalance } from './pages';

/** Addresses of scripts and wasm a page asks for. */
function scripts(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\.(wasm|js)(\?|$)/.test(request.url())) asked.push(request.url());
  });
  return asked;
}

test('a copy button copies and says so', async ({ page, context, shop, fund }) => {
  test.setTimeout(60_000);
  // The clipboard exists on secure origins only; http://*.localhost is one.
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop.url });
  await fund('20');
  await choosePlan(page, 'fr');
  await buyButton(page).click();
  await page.getByRole('link', { name: 'Install your eSIM' }).click({ timeout: 20_000 });

  const iccid = await fact(page, 'ICCID').getByRole('code').innerText();
  const copy = page.getByRole('button', { name: 'Copy ICCID' });
  await expect(copy).toHaveText('Copy');
  await copy.click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(iccid);
  await expect(copy).toHaveText('Copied');

  const code = await fact(page, 'Whole code').getByRole('code').innerText();
  await page.getByRole('button', { name: 'Copy Whole code' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});

test('a page without an island loads no script and no wasm', async ({ page, context, shop }) => {
  const customer = await register(shop);
  await topUp(shop, customer, '5');
  await enter(context, shop, customer);
  const asked = scripts(page);
  // The balance follows on the pages of the account, so the shop's own pages are those without.
  for (const path of ['/', '/help', '/sign-in', '/register']) {
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(asked, path).toEqual([]);
  }
});

test('the balance in the frame follows without a reload', async ({ page, context, shop }) => {
  const customer = await register(shop);
  await enter(context, shop, customer);
  await page.goto('/account/orders');
  expect(await shownBalance(page)).toBe(0);
  await topUp(shop, customer, '5');
  await expect.poll(() => shownBalance(page)).toBe(500);
});

test('a page with an island loads the wasm once', async ({ page }) => {
  const asked = scripts(page);
  await page.goto('/esim', { waitUntil: 'networkidle' });
  expect(asked.filter((address) => address.includes('.wasm'))).toHaveLength(1);
});

test('the country search filters while you type, and says when nothing is left', async ({ page }) => {
  await page.goto('/esim', { waitUntil: 'networkidle' });
  const countries = page.getByRole('main').getByRole('link', { name: /(France|Germany|Japan)/ });
  await expect(countries).toHaveCount(3);
  const search = page.getByRole('searchbox', { name: 'Search a country or region' });
  await search.pressSequentially('fran');
  await expect(countries).toHaveCount(1);
  await expect(countries).toContainText('France');
  await search.fill('zzzz');
  await expect(countries).toHaveCount(0);
  await expect(page.getByRole('search').getByRole('status')).toHaveText('0 destinations match');
  await search.fill('');
  await expect(countries).toHaveCount(3);
});

test('the preview follows a colour while it is chosen, and the shop does not', async ({ page, context, shop }) => {
  await enter(context, shop, await signIn(shop, 'owner@aurora.test'));
  const brandOf = (place: Page | FrameLocator) =>
    place.locator('html').evaluate((html) => getComputedStyle(html).getPropertyValue('--brand').trim());
  await page.goto('/reseller/brand', { waitUntil: 'networkidle' });
  const preview = page.frameLocator('iframe');
  await expect(preview.getByRole('heading', { level: 1 })).toBeVisible();
  const before = await brandOf(page);
  expect(await brandOf(preview)).toBe(before);
  await page.getByLabel('Primary colour').fill('#9d174d');
  await expect.poll(() => brandOf(preview)).toBe('#9d174d');
  expect(await brandOf(page)).toBe(before);

  for (const [choice, word] of [['Plan', /eSIM|GB/], ['E-mail', /Hello/], ['eSIM', /QR|install/i]] as const) {
    await page.getByRole('main').getByRole('link', { name: choice, exact: true }).click();
    await expect(preview.locator('body')).toContainText(word);
  }
});
