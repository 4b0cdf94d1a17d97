// Two shops, a number each: their customers write to each other and call, and see what it costs as it happens. The one whose
// money ends is cut off and told how to go on.

import type { Page } from '@playwright/test';
import { callsAtCarrier, hangUp } from './carrier';
import { ask, aurora, enter, expect, kite, register, signIn, test, type Customer, type Shop } from './fixtures';
import { buyButton, chooseNumber, fact, hundredths, shownBalance } from './pages';

const annsPhone = '+14155550188';
const bensPhone = '+14155550199';

/** Credit of the shop, so that a balance is what the story wants it to be. */
async function credit(shop: Shop, customer: Customer, direction: 'give' | 'take', amount: string) {
  const owner = await signIn(shop, `owner@${shop.host.replace('.localhost', '')}.test`);
  const list = await ask(`${shop.url}/reseller/customers?q=${encodeURIComponent(customer.email)}`, { session: owner.session });
  const [, id] = /\/reseller\/customers\/(usr_[^"?]+|[0-9a-f-]{36})/.exec(list.text) ?? [];
  const form = { id, direction, amount, days: '30', reason: 'For the story', key: `${direction}-${customer.email}` };
  const { status, location } = await ask(`${shop.url}/do/customers/adjust_credit`, {
    from: `/reseller/customers/${id}`,
    session: owner.session,
    form,
  });
  expect(location, `${direction} ${amount}: ${status}`).toContain('saved=credit');
}

/** Buys a number and opens its page; the number. */
async function buyNumber(page: Page, country: string): Promise<string> {
  const e164 = await chooseNumber(page, country);
  await buyButton(page).click();
  await expect(page.getByRole('heading', { name: 'The number is yours' })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('link', { name: 'Open your number' }).click();
  return e164;
}

async function call(page: Page, to: string, phone: string) {
  const panel = page.getByRole('region', { name: 'Call from this number' });
  await panel.getByLabel('Whom to call').fill(to);
  await panel.getByLabel('Your own phone').fill(phone);
  await panel.getByRole('button', { name: 'Call', exact: true }).click();
  await expect(page.getByText('Your phone rings first.')).toBeVisible();
}

/** Loads a page until it says so. */
async function becomes(page: Page, words: string) {
  const look = async () => {
    await page.reload();
    return page.getByRole('main').innerText();
  };
  await expect.poll(look, { timeout: 30_000, intervals: [500, 1000] }).toContain(words);
}


test.use({ actionTimeout: 15_000 });

test('two shops write and call, and a balance ends politely', async ({ page, customer, fund, anotherBrowser }) => {
  test.setTimeout(300_000);
  const bensContext = await anotherBrowser(kite.url, { viewport: { width: 390, height: 844 } });
  const ben = await register(kite);
  await enter(bensContext, kite, ben);
  const bensPage = await bensContext.newPage();

  const [annsNumber, bensNumber] = await test.step('a number each', async () => {
    await fund('20');
    await credit(kite, ben, 'give', '20');
    return [await buyNumber(page, 'US'), await buyNumber(bensPage, 'US')];
  });
  const annsNumberPage = page.url();
  const bensNumberPage = bensPage.url();
  // A page each that nobody touches: their balances follow by themselves.
  const annsWatch = await page.context().newPage();
  await annsWatch.goto('/account/orders');
  const bensWatch = await bensContext.newPage();
  await bensWatch.goto('/account/orders');

  await test.step('Ann sees what a message costs as she types, and it costs that', async () => {
    const before = await shownBalance(annsWatch);
    await page.goto('/account/messages/new');
    await page.getByLabel('To', { exact: true }).fill(bensNumber);
    await page.getByLabel('Message', { exact: true }).fill('Don’t be late');
    await expect(page.getByText('UCS-2').first()).toBeVisible();
    await page.locator('.composer-odd').getByRole('button').first().click();
    await expect(page.getByText('GSM-7').first()).toBeVisible();
    // To somebody new the price is seen before anything can be sent.
    await page.getByRole('main').getByRole('button', { name: 'Preview price' }).click();
    await expect(page.getByText(/1 segment, GSM-7/).first()).toBeVisible();
    await page.getByRole('main').getByRole('button', { name: /^Send/ }).click();
    const sent = page.locator('.message-out').first();
    await expect(sent).toContainText("Don't be late");
    await expect.poll(() => shownBalance(annsWatch), { message: 'her balance follows' }).toBeLessThan(before);
    await becomes(page, 'Delivered');
  });

  await test.step('Ben reads it on a phone and answers', async () => {
    await bensPage.goto('/account/messages');
    await becomes(bensPage, "Don't be late");
    await bensPage.getByRole('main').locator('.row-main a').first().click();
    await expect(bensPage.getByText("Don't be late")).toBeVisible();
    const before = await shownBalance(bensWatch);
    await bensPage.getByLabel('Message', { exact: true }).fill('On my way');
    await bensPage.getByRole('main').getByRole('button', { name: /^Send/ }).click();
    await expect(bensPage.locator('.message-out').first()).toContainText('On my way');
    await expect.poll(() => shownBalance(bensWatch), { message: 'his balance follows' }).toBeLessThan(before);
    await page.goto('/account/messages?q=On+my+way');
    await expect(page.getByText('On my way').first()).toBeVisible();
  });

  await test.step('Ann calls Ben, who has no phone set up: his caller leaves a message, or nobody answers', async () => {
    await page.goto(annsNumberPage);
    const before = await shownBalance(annsWatch);
    await call(page, bensNumber, annsPhone);
    await expect.poll(async () => (await callsAtCarrier(annsPhone)).length, { timeout: 15_000 }).toBeGreaterThan(0);
    await expect.poll(() => shownBalance(annsWatch), { message: 'money is set aside' }).toBeLessThan(before);
    // Ann's second leg and Ben's own: only when both talk are they joined, and end together.
    await expect.poll(async () => (await callsAtCarrier(bensNumber)).filter(({ status }) => status === 'in-progress').length).toBe(2);
    await hangUp(bensNumber, 75);
    await becomes(page, 'Ended');
    expect(await fact(page, 'Lasted').innerText()).toBe('1:15');
    expect(await fact(page, 'Paid for').innerText()).toBe('2:00');
    const price = hundredths(await fact(page, 'Price').innerText());
    await expect.poll(() => shownBalance(annsWatch), { message: 'and what was not used is free' }).toBeGreaterThanOrEqual(before - price - 1);
  });

  await test.step('Ann has calls forwarded to her phone', async () => {
    await page.goto(annsNumberPage);
    const panel = page.getByRole('region', { name: 'Calls to this number' });
    await panel.getByLabel('Forward to').fill(annsPhone);
    await panel.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
  });

  await test.step('Ben has money for a minute, talks it away and is told how to go on', async () => {
    await bensPage.goto(`${bensNumberPage.split('?')[0]}?to=${encodeURIComponent(annsNumber)}&own_phone=${encodeURIComponent(bensPhone)}`);
    const priced = bensPage.getByText(/per minute to/);
    const minute = Number(/([\d.]+)/.exec((await priced.innerText()).replace(',', '.'))?.[1]);
    const left = (await shownBalance(bensWatch)) / 100;
    await credit(kite, ben, 'take', (left - 1.5 * minute - 0.01).toFixed(2));
    await bensPage.reload();
    await expect(bensPage.getByText(/enough for 1 minute\./)).toBeVisible();
    await call(bensPage, annsNumber, bensPhone);
    await expect.poll(async () => (await callsAtCarrier(annsPhone)).some(({ status }) => status === 'in-progress'), { timeout: 20_000 }).toBe(true);
    await expect
      .poll(async () => (await callsAtCarrier(bensPhone)).flatMap(({ said }) => said).join(' '), { message: 'the vendor ends it at its limit', timeout: 100_000, intervals: [2000] })
      .toContain('Add money to your wallet to go on talking');
    await becomes(bensPage, 'Money used up');
    await expect(bensPage.getByText('Your balance was used up')).toBeVisible();
    expect(await shownBalance(bensWatch)).toBeGreaterThanOrEqual(0);
    await bensPage.getByRole('main').getByRole('link', { name: 'Add money' }).click();
    await expect(bensPage).toHaveURL(/\/account\/wallet/);
  });

  await test.step('what no money is there for is refused in words', async () => {
    await bensPage.goto(`/account/messages/new?to=${encodeURIComponent(annsNumber)}`);
    await bensPage.getByLabel('Message', { exact: true }).fill('x'.repeat(1500));
    await bensPage.getByRole('main').getByRole('button', { name: 'Preview price' }).click();
    await bensPage.getByRole('main').getByRole('button', { name: /^Send/ }).click();
    await expect(bensPage.getByText(/lacks .+ for this message. Nothing was sent and nothing charged./).first()).toBeVisible();
  });
});
