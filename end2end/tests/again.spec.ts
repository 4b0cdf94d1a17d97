// Impatience: reload, back, double click, a second tab and a replayed form buy once and charge once.

import type { Page } from '@playwright/test';
import { salesOf } from './carrier';
import { ask, expect, test } from './fixtures';
import { available, buyButton, chooseNumber, choosePlan, numberAtCheckout, orders, ownAmount, pay, startTopUp, statement } from './pages';

/** Keeps the body of the form that the page posts to an address. */
function recorded(page: Page, address: string): () => string {
  let body = '';
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith(address)) body = request.postData() ?? '';
  });
  return () => body;
}

test('a purchase repeated in every way is one order and one charge', async ({ page, context, shop, customer, fund }) => {
  test.setTimeout(90_000);
  await fund('20');
  const form = recorded(page, '/do/orders/place_order');
  const e164 = await chooseNumber(page, 'FR');
  const checkout = page.url();

  // The second tab is at the same checkout before the first one buys.
  const secondTab = await context.newPage();
  await secondTab.goto(checkout);
  expect(numberAtCheckout(secondTab)).toBe(e164);

  await buyButton(page).dblclick();
  await expect(page.getByRole('heading', { name: 'The number is yours' })).toBeVisible({ timeout: 20_000 });
  const order = page.url();

  await page.reload();
  await expect(page.getByRole('heading', { name: 'The number is yours' })).toBeVisible();

  await buyButton(secondTab).click();
  await expect(secondTab).toHaveURL(order);

  const replays = await Promise.all(
    Array.from({ length: 3 }, () =>
      ask(`${shop.url}/do/orders/place_order`, { from: checkout, session: customer.session, form: form() }),
    ),
  );
  expect(form()).toContain('quote=');
  for (const replay of replays) expect(new URL(replay.location, shop.url).href).toBe(order);

  expect(await salesOf(e164)).toBe(1);
  expect(await orders(page)).toHaveLength(1);
  const lines = await statement(page);
  expect(lines).toHaveLength(2);
  expect(await available(page)).toBe(2000 + lines[0].amount);
});

test('back to the checkout after buying does not buy by itself', async ({ page, fund }) => {
  test.setTimeout(60_000);
  await fund('20');
  await choosePlan(page, 'de');
  await buyButton(page).click();
  await expect(page.getByRole('heading', { name: 'Your eSIM is ready' })).toBeVisible({ timeout: 20_000 });
  const left = await available(page);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/checkout\/plan\//);
  await page.reload();
  await expect(buyButton(page)).toBeVisible();
  expect(await orders(page)).toHaveLength(1);
  expect(await available(page)).toBe(left);
});

test('a top-up repeated in every way is one payment', async ({ page, context, shop, customer }) => {
  test.setTimeout(60_000);
  const form = recorded(page, '/do/wallet/top_up');
  await startTopUp(page, '12.50');
  const gateway = page.url();

  // The form once more, as a double click or a nervous browser would send it.
  const replay = await ask(`${shop.url}/do/wallet/top_up`, { from: '/account/wallet', session: customer.session, form: form() });
  expect(replay.location).toBe(gateway);

  // The same form from the page behind, then the gateway's page in two tabs.
  await page.goBack();
  await ownAmount(page).or(page.getByText('Another amount', { exact: true })).first().waitFor();
  await page.goto(gateway);
  const secondTab = await context.newPage();
  await secondTab.goto(gateway);
  await pay(page);
  await secondTab.getByRole('button', { name: 'Pay', exact: true }).click();
  await expect(secondTab.getByRole('heading', { level: 1, name: /added$/ })).toBeVisible();
  const payment = page.url();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: /added$/ })).toBeVisible();

  const late = await ask(`${shop.url}/do/wallet/top_up`, { from: '/account/wallet', session: customer.session, form: form() });
  expect(new URL(late.location, shop.url).pathname).toBe(new URL(payment).pathname);
  expect((await statement(page)).map((line) => line.amount)).toEqual([1250]);
  expect(await available(page)).toBe(1250);
});
