// Two shops under one roof, two customers in one shop: nobody sees anything of anybody else.

import type { Page } from '@playwright/test';
import { ask, aurora, enter, expect, kite, mailedLink, newcomer, register, test, type Customer, type Shop } from './fixtures';
import { buyButton, chooseNumber, choosePlan, startTopUp } from './pages';

test('one address has two accounts that know nothing of each other', async ({ page, anotherBrowser }) => {
  const email = newcomer();
  const [here, there] = [await register(aurora, email), await register(kite, email)];
  expect(here.session).not.toBe(there.session);

  await enter(page.context(), aurora, here);
  await page.goto(`${aurora.url}/account`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Robin');
  await page.goto(`${kite.url}/account`);
  await expect(page, 'the browser itself keeps the cookies apart').toHaveURL(/kite\.localhost.*\/sign-in/);

  const thief = await anotherBrowser();
  await enter(thief, kite, here);
  const stolen = await thief.newPage();
  await stolen.goto(`${kite.url}/account`);
  await expect(stolen, 'a stolen cookie is worth nothing in the other shop').toHaveURL(/kite\.localhost.*\/sign-in/);
});

test('what one customer owns does not exist for anybody else', async ({ page, shop, customer, fund }) => {
  test.setTimeout(120_000);
  await fund('30');
  const addresses = await buyOneOfEach(page);
  const strangers: [string, Shop, Customer][] = [
    ['another customer of the shop', shop, await register(shop)],
    ['the same address at the other shop', kite, await register(kite, customer.email)],
  ];
  for (const address of addresses) {
    const own = await ask(shop.url + address, customer);
    expect(own.status, `${address} for its owner`).toBe(200);
    for (const [who, where, stranger] of strangers) {
      const refused = await ask(where.url + address, stranger);
      expect(refused.status, `${address} for ${who}`).toBe(404);
      expect(refused.text, `${address} for ${who}`).not.toMatch(/LPA:1\$|<svg[^>]*qr|\+44\d/);
    }
    const nobody = await ask(shop.url + address);
    expect([302, 303, 404], `${address} for nobody`).toContain(nobody.status);
    expect(nobody.text).not.toContain('LPA:1$');
  }
});

/** Buys a number and an eSIM and starts a payment; all addresses that are the buyer's only. */
async function buyOneOfEach(page: Page): Promise<string[]> {
  const addresses: string[] = [];
  const note = () => addresses.push(new URL(page.url()).pathname);
  await chooseNumber(page, 'GB');
  await buyButton(page).click();
  await page.getByRole('link', { name: 'Open your number' }).waitFor({ timeout: 20_000 });
  note();
  await page.getByRole('link', { name: 'Open your number' }).click();
  await expect(page).toHaveURL(/\/account\/numbers\//);
  note();
  await choosePlan(page, 'fr');
  await buyButton(page).click();
  await page.getByRole('link', { name: 'Install your eSIM' }).waitFor({ timeout: 20_000 });
  note();
  await page.getByRole('link', { name: 'Install your eSIM' }).click();
  await expect(page).toHaveURL(/\/account\/esims\//);
  note();
  const esim = new URL(page.url()).pathname;
  addresses.push(`${esim}/qr.svg`, `${esim}/qr.png`);
  await startTopUp(page, '10');
  await page.getByRole('button', { name: 'Walk away' }).click();
  await expect(page).toHaveURL(/\/account\/payments\//);
  note();
  return addresses;
}

test('a link for a new password is refused by the other shop and works once in its own', async ({ page }) => {
  const email = newcomer();
  await register(aurora, email);
  await register(kite, email);
  await ask(`${aurora.url}/do/accounts/request_password_reset`, { from: '/forgot-password', form: { email } });
  const link = new URL(await mailedLink(email, /aurora\.localhost.*\/reset-password/));
  const choose = async (address: string) => {
    await page.goto(address);
    await page.getByLabel('New password').fill('entirely new words');
    await page.getByRole('button', { name: 'Save password' }).click();
  };
  await choose(`${kite.url}${link.pathname}${link.search}`);
  await expect(page.getByRole('alert')).toContainText('not valid any more');
  await choose(link.href);
  await expect(page).toHaveURL(/aurora\.localhost.*\/sign-in/);
  await choose(link.href);
  await expect(page.getByRole('alert')).toContainText('not valid any more');
});

test('a host nobody knows is a plain 404 without any name', async ({ page, mayAnswer }) => {
  mayAnswer(404, /other\.localhost/);
  const address = aurora.url.replace('aurora.', 'other.');
  for (const path of ['/', '/account', '/esim/fr', '/theme/aurora/1.css', '/sign-in']) {
    const answer = await page.goto(address + path);
    expect(answer?.status(), path).toBe(404);
    expect((await page.locator('body').innerText()).trim(), path).toBe('Not found');
    expect(await answer?.text(), path).not.toMatch(/aurora|kite|clouddail/i);
  }
});
