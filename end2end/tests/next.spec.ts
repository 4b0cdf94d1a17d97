// A stranger who has found something is asked to sign in or register only then, and is brought back to it.

import { demoPassword, expect, mailedLink, newcomer, test } from './fixtures';
import { buyButton, fact } from './pages';

test('a stranger registers on the way to a plan and is back at its checkout', async ({ page }) => {
  const email = newcomer();
  await page.goto('/esim/jp');
  await page.getByRole('main').locator('a[href^="/plans/"]').first().click();
  const plan = await page.getByRole('heading', { level: 1 }).innerText();
  await page.getByRole('link', { name: 'Buy now' }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('First name').fill('Robin');
  await page.getByLabel('Last name').fill('Newcomer');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(demoPassword);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.goto(await mailedLink(email, /\/verify-email/));
  await page.getByRole('button', { name: 'Confirm my e-mail address' }).click();
  await expect(page).toHaveURL(/\/checkout\/plan\//);
  await expect(page.getByRole('main')).toContainText(plan);
  await expect(fact(page, 'Missing')).toBeVisible();
});

test('a customer signs in on the way to a number and is back at its checkout', async ({ page, shop }) => {
  await page.goto('/numbers?country=FI&kind=local');
  await page.getByRole('link', { name: /^Choose / }).nth(20).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('E-mail').fill(shop.customer);
  await page.getByLabel('Password').fill(demoPassword);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/checkout\/number\//);
  await expect(buyButton(page)).toBeVisible();
});

test('only pages of the shop are gone to after signing in', async ({ page, shop }) => {
  for (const elsewhere of ['https://example.com/', '//example.com/', '/\\example.com']) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(elsewhere)}`);
    await page.getByLabel('E-mail').fill(shop.customer);
    await page.getByLabel('Password').fill(demoPassword);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${shop.url}/account`);
  }
});
