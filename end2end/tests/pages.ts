// What a person does on the pages, by the words they read there.

import { expect, test, type Locator, type Page } from '@playwright/test';
import { demoPassword } from './shops';

/** The value beside a name in a list of facts; such lists have no role to find them by. */
export function fact(page: Page, name: string): Locator {
  return page.locator(`xpath=//dt[normalize-space()="${name}"]/following-sibling::dd[1]`);
}

export async function signInAs(page: Page, email: string, password = demoPassword): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

/** Chooses an own amount in the wallet and goes to the gateway's page. */
export async function startTopUp(page: Page, amount: string): Promise<void> {
  await page.goto('/account/wallet');
  await page.getByText('Another amount', { exact: true }).click();
  await ownAmount(page).fill(amount);
  await page.getByRole('group').filter({ has: ownAmount(page) }).getByRole('button', { name: 'Continue to payment' }).click();
}

/** The field for an own amount. */
export function ownAmount(page: Page): Locator {
  return page.getByLabel(/^Amount in /);
}

/** Pays on the gateway's page and waits until the money has arrived. */
export async function pay(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: /added$/ })).toBeVisible({ timeout: 20_000 });
}

/** A local number on offer in a country, taken to its checkout; with these last digits, if any are wished for. */
export async function chooseNumber(page: Page, country: string, ending = ''): Promise<string> {
  await page.goto(`/numbers?country=${country}&kind=local&contains=${ending}`);
  const offers = page.getByRole('main').getByRole('link', { name: new RegExp(`^Choose .*${[...ending].join('\\D*')}$`) });
  await offers.nth(ending ? 0 : ownPlace()).click();
  await expect(page).toHaveURL(/\/checkout\/number\//);
  return numberAtCheckout(page);
}

/** Where this worker takes its numbers from a list, so that journeys side by side do not want the same one. */
export function ownPlace(): number {
  return (test.info().parallelIndex * 10) % 30;
}

/** E.164 of the number at the checkout. */
export function numberAtCheckout(page: Page): string {
  return decodeURIComponent(new URL(page.url()).pathname.split('/').pop() ?? '');
}

/** A plan of a destination, the cheapest unless told otherwise, taken to its checkout. */
export async function choosePlan(page: Page, destination: string, which: 'first' | 'last' = 'first'): Promise<void> {
  await page.goto(`/esim/${destination}`);
  const plans = page.getByRole('main').locator('a[href^="/plans/"]');
  await plans[which]().click();
  await page.getByRole('main').getByRole('link', { name: 'Buy now' }).click();
  await expect(page).toHaveURL(/\/checkout\/plan\//);
}

/** The button that buys what the checkout shows. */
export function buyButton(page: Page): Locator {
  return page.getByRole('main').getByRole('button', { name: /^Buy for / });
}

/** Money as pages write it, `$12.50` or `−€3.00`, in hundredths. */
export function hundredths(text: string): number {
  const [, sign, whole, cents] = /([-\u2212]?)[^\d\-\u2212]*([\d,]+)(?:\.(\d{2}))?/.exec(text) ?? [];
  if (!whole) throw new Error(`no money in "${text}"`);
  const value = Number(whole.replaceAll(',', '')) * 100 + Number(cents ?? 0);
  return sign ? -value : value;
}

/** What can be spent, as the wallet says. */
export async function available(page: Page): Promise<number> {
  await page.goto('/account/wallet');
  return hundredths(await page.getByRole('region', { name: 'Available' }).locator('.money').first().innerText());
}

/** Names of the orders, the newest first. */
export async function orders(page: Page): Promise<string[]> {
  await page.goto('/account/orders');
  return page.getByRole('region', { name: 'Orders' }).getByRole('link').allInnerTexts();
}

/** Lines of the statement, the newest first: why, and how much in hundredths. */
export async function statement(page: Page): Promise<{ what: string; amount: number }[]> {
  await page.goto('/account/wallet/statement');
  const rows = await page.getByRole('table').getByRole('row').filter({ has: page.getByRole('cell') }).all();
  return Promise.all(
    rows.map(async (row) => ({
      what: (await row.getByRole('cell').nth(0).innerText()).trim(),
      amount: hundredths(await row.getByRole('cell').nth(2).innerText()),
    })),
  );
}

/** The balance in the page's frame, in hundredths; it follows without a reload. */
export async function shownBalance(page: Page): Promise<number> {
  return hundredths(await page.locator('leptos-island .money').first().innerText());
}
