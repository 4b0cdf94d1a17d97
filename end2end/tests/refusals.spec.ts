// Everything that is refused: what it says, what it keeps, and that nothing was charged.

import { ask, expect, mailedLink, newcomer, test } from './fixtures';
import { available, buyButton, chooseNumber, ownAmount, signInAs, startTopUp, statement } from './pages';

test('a declined card is told on the way back, and nothing was charged', async ({ page, customer }) => {
  await startTopUp(page, '15');
  await page.getByRole('button', { name: 'Card is declined' }).click();
  await expect(page.getByRole('heading', { name: 'The payment was declined' })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('status')).toContainText('Nothing was charged');
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('radio', { checked: true })).toHaveValue('15.00');
  expect(await available(page)).toBe(0);
  expect(customer.email).not.toBe('');
});

test('somebody who walks away from the gateway can still pay', async ({ page, customer }) => {
  await startTopUp(page, '15');
  await page.getByRole('button', { name: 'Walk away' }).click();
  await expect(page.getByRole('link', { name: 'Open the payment page' })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('link', { name: 'Open the payment page' }).click();
  await expect(page.getByText(customer.email)).toBeVisible();
});

test('a wrong password and an unknown address get the same sentence and keep the address', async ({ page, shop }) => {
  const sentences = [];
  for (const email of [shop.customer, newcomer()]) {
    await signInAs(page, email, 'not-the-password');
    await expect(page).toHaveURL(/\/sign-in/);
    sentences.push(await page.getByRole('alert').innerText());
    await expect(page.getByLabel('E-mail')).toHaveValue(email);
    await expect(page.getByLabel('Password')).toHaveValue('');
  }
  expect(sentences[0]).not.toBe('');
  expect(sentences[1]).toBe(sentences[0]);
});

test('a wrong amount says what would be right and keeps what was typed', async ({ page, customer }) => {
  await startTopUp(page, '3.999');
  await expect(page).toHaveURL(/\/account\/wallet/);
  await expect(ownAmount(page)).toBeVisible();
  await expect(ownAmount(page)).toHaveAccessibleDescription(/between \$5\.00 and \$1000\.00/);
  await expect(ownAmount(page)).toHaveValue('3.999');
  expect(await available(page)).toBe(0);
  expect(customer.email).not.toBe('');
});

test('a number that is gone is told on the order itself, and nothing was charged', async ({ page, fund }) => {
  test.setTimeout(60_000);
  await fund('20');
  const e164 = await chooseNumber(page, 'NL', '0666');
  expect(e164).toMatch(/0666$/);
  await buyButton(page).click();
  await expect(page.getByRole('heading', { name: 'This did not work out' })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('status')).toContainText('Nothing was charged');
  expect(await available(page)).toBe(2000);
  expect((await statement(page)).map((line) => line.amount)).toEqual([2000]);
});

test('a number whose law wants documents cannot be bought', async ({ page, shop, customer, fund }) => {
  await fund('20');
  // Spain asks for an address and a document for every local number.
  await page.goto('/numbers?country=ES&kind=local');
  await expect(page.getByRole('link', { name: /^Choose / })).toHaveCount(0);
  await expect(page.getByText('Needs an address').first()).toBeVisible();
  await page.getByRole('link', { name: /^Details of \+34/ }).first().click();
  await expect(page.getByRole('note').filter({ hasText: 'documents' })).toContainText('cannot be bought here yet');
  await expect(buyButton(page)).toBeHidden();
  expect(await available(page)).toBe(2000);
  expect((await ask(`${shop.url}/account/orders`, customer)).text).not.toContain('/account/orders/ord_');
});

test('a number whose law wants an address is bought with one, and not before', async ({ page, fund }) => {
  await fund('20');
  // There is one such number in a country.
  const country = test.info().project.name === 'chromium' ? 'US' : 'CA';
  await page.goto(`/numbers?country=${country}&kind=local&contains=0777`);
  await page.getByRole('listitem').filter({ hasText: 'Needs an address' }).first().getByRole('link').click();
  await expect(page.getByRole('note').filter({ hasText: 'address' })).toContainText('Nothing is charged until you have chosen one');
  await expect(buyButton(page)).toBeHidden();
  await page.getByRole('link', { name: 'Add an address and continue' }).click();
  await page.getByLabel('Name of the person or company').fill('Robin Newcomer');
  await page.getByLabel('Street and number').fill('1 Market Street');
  await page.getByLabel('Town').fill('San Francisco');
  await page.getByLabel('State or region').fill('CA');
  await page.getByLabel('Postal code').fill('94105');
  await page.getByLabel('Country').selectOption({ label: 'United States' });
  await page.getByRole('button', { name: 'Keep the address' }).click();
  await expect(page).toHaveURL(/\/checkout\/number\//);
  await buyButton(page).click();
  await expect(page.getByRole('heading', { name: 'The number is yours' })).toBeVisible({ timeout: 20_000 });
  expect(await available(page)).toBeLessThan(2000);
});

test('a used link and a made-up link are explained, with a way on', async ({ page }) => {
  const email = newcomer();
  await page.goto('/register');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('three words apart');
  await page.getByLabel('First name').fill('Robin');
  await page.getByLabel('Last name').fill('Newcomer');
  await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
  const link = await mailedLink(email, /\/verify-email/);
  await page.goto(link);
  await page.getByRole('button', { name: 'Confirm my e-mail address' }).click();
  await expect(page).toHaveURL(/\/account/);

  await page.context().clearCookies();
  await page.goto(link);
  await page.getByRole('button', { name: 'Confirm my e-mail address' }).click();
  await expect(page.getByRole('alert')).toContainText('confirmed already');
  await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();

  await page.goto('/verify-email?token=made-up');
  await page.getByRole('button', { name: 'Confirm my e-mail address' }).click();
  await expect(page.getByRole('alert')).toContainText('not valid any more');
});

test('registering twice tells nobody that there is an account', async ({ page, shop }) => {
  await page.goto('/register');
  await page.getByLabel('E-mail').fill(shop.customer);
  await page.getByLabel('Password').fill('three words apart');
  await page.getByLabel('First name').fill('Robin');
  await page.getByLabel('Last name').fill('Newcomer');
  await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/check-your-mail/);
  await mailedLink(shop.customer, /\/forgot-password/);
});
