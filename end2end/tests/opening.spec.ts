// A shop from nothing to its first sale, by the pages alone: the console opens it, its owner follows the checklist, a
// traveller buys at the simulator's price, and the earning the owner sees is the one in the ledger.

import type { Page } from '@playwright/test';
import { demoPassword, expect, mailedLink, newcomer, platformUrl, test } from './fixtures';
import { available, buyButton, hundredths, pay, signInAs, startTopUp } from './pages';

const PLACE = 'France';
const COLOUR = '#9d174d';

/** A button of the page itself, not of its frame. */
function button(page: Page, name: string) {
  return page.getByRole('main').getByRole('button', { name, exact: true });
}

/** Money as pages write it, to its last digit, in micro-units: shares of a sale are finer than cents. */
function micros(text: string): number {
  const [, whole, rest = ''] = /([\d,]+)(?:\.(\d{1,6}))?/.exec(text)!;
  return Number(whole.replaceAll(',', '') + rest.padEnd(6, '0'));
}

/** What a tile of the overview says. */
async function tile(page: Page, name: string): Promise<string> {
  const figure = page.getByRole('list', { name: 'Figures of the period' }).getByRole('link', { name: new RegExp(`^${name}`) });
  return figure.locator('b').innerText();
}

/** Buys the plan whose page is open, and says what was paid. */
async function buyPlan(page: Page, plan: string): Promise<number> {
  await page.goto(`/checkout/plan/${plan}`);
  const price = hundredths(await buyButton(page).innerText());
  await buyButton(page).click();
  await expect(page.getByRole('heading', { name: 'Your eSIM is ready' })).toBeVisible({ timeout: 20_000 });
  return price;
}

test('a shop opens, sells, and its books agree', async ({ anotherBrowser, mayAnswer }) => {
  test.setTimeout(200_000);
  const slug = `nomad-${Math.random().toString(36).slice(2, 8)}`;
  const owner = `owner-${slug}@nomad.test`;
  const url = platformUrl.replace('localhost', `${slug}.localhost`);
  const console_ = await (await anotherBrowser(platformUrl)).newPage();
  const desk = await (await anotherBrowser(url)).newPage();

  await test.step('there is no such shop', async () => {
    mayAnswer(404, new RegExp(slug));
    expect((await desk.goto('/'))?.status()).toBe(404);
  });

  await test.step('the operator opens it', async () => {
    await signInAs(console_, 'admin@clouddail.test');
    await console_.goto('/admin/resellers');
    await console_.getByRole('main').getByRole('link', { name: 'Open a shop' }).click();
    await console_.getByLabel('Name', { exact: true }).fill('Nomad Mobile');
    await console_.getByLabel('Short name').fill(slug);
    await console_.getByLabel("Owner's e-mail").fill(owner);
    await console_.getByLabel("Owner's first name").fill('Nora');
    await console_.getByLabel("Owner's last name").fill('Nomad');
    await button(console_, 'Open the shop').click();
    await expect(console_.getByRole('heading', { level: 1 })).toHaveText('Nomad Mobile');
    await expect(console_.getByRole('main').getByText('Trial', { exact: true }).first()).toBeVisible();
  });

  await test.step('its owner chooses a password by the mailed link', async () => {
    await desk.goto(await mailedLink(owner, /\/reset-password/));
    await desk.getByLabel('New password').fill(demoPassword);
    await button(desk, 'Save password').click();
    await signInAs(desk, owner);
    await desk.goto('/reseller/start');
    await expect(desk.getByRole('heading', { level: 1 })).toContainText('Nomad Mobile');
    await expect(button(desk, 'Open the shop')).toHaveCount(0);
  });

  await test.step('the brand', async () => {
    await desk.goto('/reseller/brand');
    await desk.getByLabel('Primary colour').fill(COLOUR);
    await button(desk, 'Save colours and shapes').click();
    await expect(desk).toHaveURL(/saved=look/);
    await desk.getByLabel('Tagline').fill('For those who stay longer');
    await desk.getByLabel('Headline', { exact: true }).fill('At home wherever you are');
    await button(desk, 'Save words').click();
    await expect(desk).toHaveURL(/saved=words/);
    for (const title of ['Imprint', 'Privacy', 'Terms of service']) {
      await desk.goto('/reseller/brand');
      await desk.getByRole('main').getByRole('region', { name: 'Legal' }).getByRole('link', { name: title }).click();
      await desk.getByLabel('Text', { exact: true }).fill(`# ${title}\n\nNomad Mobile, Harbour Street 1, Lisbon.`);
      await button(desk, 'Save in the draft').click();
      await expect(desk.getByText('The page is saved in the draft.')).toBeVisible();
    }
    await desk.goto('/');
    await expect(desk.getByRole('main')).not.toContainText('At home wherever you are');
    await desk.goto('/reseller/brand');
    await button(desk, 'Publish the draft').click();
    await expect(desk.getByText('Published', { exact: true })).toBeVisible();
    await desk.goto('/');
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('At home wherever you are');
  });

  const { plan, simulated, kept } = await test.step('a price, tried before it is saved', async () => {
    await desk.goto(`/reseller/catalogue?find=${PLACE}`);
    await desk.getByRole('link', { name: 'Simulate a price' }).first().click();
    const plan = new URL(desk.url()).searchParams.get('product')!;
    await desk.getByLabel('How much').fill('35');
    await button(desk, 'Show the price').click();
    const rule = desk.getByRole('region', { name: 'With the rule' });
    const simulated = hundredths(await rule.getByRole('heading').innerText());
    const kept = micros(await rule.locator('dt:text-is("The shop keeps") + dd').innerText());
    await button(desk, 'Save this rule').click();
    await expect(desk.getByRole('main')).toContainText(PLACE);
    return { plan, simulated, kept };
  });

  await test.step('a test purchase by its owner, and the shop is open', async () => {
    const stranger = await (await anotherBrowser(url)).newPage();
    await stranger.goto('/register');
    await startTopUp(desk, '50');
    await pay(desk);
    expect(await buyPlan(desk, plan)).toBe(simulated);
    await desk.goto('/reseller/start');
    await expect(desk.getByText('6 of 6 steps done')).toBeVisible();
    await button(desk, 'Open the shop').click();
    await expect(desk.getByText('Your shop is open: everybody can buy.')).toBeVisible();
  });

  await test.step('a traveller buys at the simulated price', async () => {
    const email = newcomer();
    const traveller = await (await anotherBrowser(url)).newPage();
    await traveller.goto('/register');
    await traveller.getByLabel('E-mail').fill(email);
    await traveller.getByLabel('Password').fill(demoPassword);
    await traveller.getByLabel('First name').fill('Tom');
    await traveller.getByLabel('Last name').fill('Traveller');
    await button(traveller, 'Create account').click();
    await traveller.goto(await mailedLink(email, new RegExp(`${slug}.*/verify-email`)));
    await button(traveller, 'Confirm my e-mail address').click();
    await startTopUp(traveller, '50');
    await pay(traveller);
    expect(await buyPlan(traveller, plan)).toBe(simulated);
    expect(await available(traveller)).toBe(5000 - simulated);
    await traveller.getByRole('link', { name: /^Account of Tom/ }).click();
    await expect(traveller.locator('body')).not.toContainText(/clouddail/i);
  });

  await test.step('the overview says what the ledger says', async () => {
    await desk.goto('/reseller');
    expect(hundredths(await tile(desk, 'Sales'))).toBe(2 * simulated);
    const earned = micros(await tile(desk, 'Earned'));
    expect(earned).toBe(2 * kept);
    await console_.goto(`/admin/ledger?shop=${slug}&account=reseller_earnings`);
    const transfers = await console_.getByRole('table').locator('a[href^="/admin/ledger/transfers/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
    let booked = 0;
    for (const transfer of new Set(transfers)) {
      await console_.goto(transfer);
      const entry = console_.getByRole('row').filter({ hasText: 'reseller earnings' });
      booked += micros(await entry.locator('.money').first().innerText());
    }
    expect(booked).toBe(earned);
  });
});
