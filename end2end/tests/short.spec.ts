// Not enough money: exactly what is missing, paid, and on with the purchase.

import { expect, test } from './fixtures';
import { available, buyButton, choosePlan, fact, hundredths, pay, statement } from './pages';

test('the checkout asks for exactly what is missing and the purchase goes on after paying', async ({ page, fund }) => {
  test.setTimeout(90_000);
  await fund('5');
  // The dearest plan of all: more than the smallest top-up is missing.
  await choosePlan(page, 'global', 'last');
  const checkout = page.url();
  const price = hundredths(await fact(page, 'To pay now').innerText());
  const missing = price - 500;
  const missingText = `$${(missing / 100).toFixed(2)}`;
  await expect(fact(page, 'Missing')).toHaveText(missingText);
  await expect(buyButton(page)).toBeHidden();

  await page.getByRole('link', { name: `Add ${missingText} and continue` }).click();
  await expect(page).toHaveURL(/\/account\/wallet/);
  const chosen = page.getByRole('radio', { checked: true });
  await expect(chosen).toHaveValue((missing / 100).toFixed(2));
  await page.getByRole('button', { name: 'Continue to payment' }).first().click();
  await pay(page);
  await page.getByRole('link', { name: 'Continue your purchase' }).click();
  await expect(page).toHaveURL(checkout);
  await buyButton(page).click();
  await expect(page.getByRole('heading', { name: 'Your eSIM is ready' })).toBeVisible({ timeout: 20_000 });

  expect((await statement(page)).map((line) => line.amount)).toEqual([-price, missing, 500]);
  expect(await available(page)).toBe(0);
});
