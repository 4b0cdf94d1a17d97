// The whole way of a newcomer, once in each shop: from registering to an eSIM on the screen, and back another day.

import { readFileSync } from 'node:fs';
import { activationCode } from './carrier';
import { decodeQr, demoPassword, expect, mailAbout, mailedLink, newcomer, shops, test } from './fixtures';
import { available, buyButton, chooseNumber, choosePlan, fact, hundredths, pay, signInAs, startTopUp, statement } from './pages';

test.use({ deviceScaleFactor: 2 });

for (const shop of shops) {
  test.describe(shop.name, () => {
    test.use({ shop });

    test('a newcomer buys a number and an eSIM and finds both again', async ({ page }, testInfo) => {
      test.setTimeout(150_000);
      const email = newcomer();

      await test.step('register and follow the mailed link', async () => {
        await page.goto('/register');
        await page.getByLabel('E-mail').fill(email);
        await page.getByLabel('Password').fill(demoPassword);
        await page.getByLabel('First name').fill('Robin');
        await page.getByLabel('Last name').fill('Newcomer');
        await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
        await expect(page).toHaveURL(/\/check-your-mail/);
        await page.goto(await mailedLink(email, /\/verify-email/));
        await page.getByRole('button', { name: 'Confirm my e-mail address' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toContainText('Robin');
      });

      await test.step('top up 20', async () => {
        await startTopUp(page, '20');
        await expect(page.getByText(email)).toBeVisible();
        await pay(page);
        expect(await available(page)).toBe(2000);
        await mailAbout(email, /20\.00 added/);
      });

      const number = await test.step('find a number and buy it', async () => {
        const e164 = await chooseNumber(page, 'GB');
        await buyButton(page).click();
        await expect(page.getByRole('heading', { name: 'The number is yours' })).toBeVisible({ timeout: 20_000 });
        await page.getByRole('link', { name: 'Open your number' }).click();
        const display = await page.getByRole('heading', { level: 1 }).innerText();
        expect(display.replace(/[^+\d]/g, '')).toBe(e164);
        return display;
      });

      const esimPage = await test.step('buy an eSIM for France', async () => {
        await choosePlan(page, 'fr');
        await buyButton(page).click();
        await expect(page.getByRole('heading', { name: 'Your eSIM is ready' })).toBeVisible({ timeout: 20_000 });
        await page.getByRole('link', { name: 'Install your eSIM' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('France');
        return page.url();
      });

      await test.step('its QR code holds what the carrier gave', async () => {
        const iccid = await fact(page, 'ICCID').getByRole('code').innerText();
        const code = await activationCode(iccid);
        expect(code).toMatch(/^LPA:1\$/);
        await expect(fact(page, 'Whole code').getByRole('code')).toHaveText(code!);
        const [, address, id] = code!.split('$');
        await expect(fact(page, 'SM‑DP+ address').getByRole('code')).toHaveText(address);
        await expect(fact(page, 'Activation code').getByRole('code')).toHaveText(id);

        const qr = page.getByRole('img', { name: /^QR code/ }).first();
        expect(decodeQr(await qr.screenshot())).toBe(code);
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(decodeQr(await qr.screenshot()), 'in the dark too').toBe(code);
        await page.emulateMedia({ colorScheme: 'light' });

        const downloading = page.waitForEvent('download');
        await page.getByRole('link', { name: 'Download PNG' }).click();
        const download = await downloading;
        expect(download.suggestedFilename()).toBe(`esim-${iccid}.png`);
        const file = testInfo.outputPath('esim.png');
        await download.saveAs(file);
        expect(decodeQr(readFileSync(file))).toBe(code);
      });

      await test.step('sign out and in again', async () => {
        await page.goto('/account');
        await page.getByRole('main').getByRole('button', { name: 'Sign out' }).first().click();
        await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
        await page.goto('/account');
        await expect(page).toHaveURL(/\/sign-in/);
        await signInAs(page, email);
        await expect(page.getByRole('heading', { level: 1 })).toContainText('Robin');
      });

      await test.step('everything is still there, to the cent', async () => {
        await page.goto('/account/numbers');
        await expect(page.getByRole('link', { name: number })).toBeVisible();
        await page.goto('/account/esims');
        await expect(page.getByRole('link', { name: 'France' })).toHaveAttribute('href', new URL(esimPage).pathname);

        await page.goto('/account/orders');
        const rows = page.getByRole('region', { name: 'Orders' }).getByRole('listitem');
        await expect(rows).toHaveCount(2);
        await expect(rows.nth(0)).toContainText('France');
        await expect(rows.nth(1)).toContainText(number);
        const prices = await rows.locator('.money').allInnerTexts();

        const lines = await statement(page);
        expect(lines.map((line) => line.amount)).toEqual([...prices.map((price) => -hundredths(price)), 2000]);
        const left = lines.reduce((sum, line) => sum + line.amount, 0);
        expect(await available(page)).toBe(left);
        await expect(page.getByRole('main')).toContainText(shop.symbol);
      });
    });
  });
}
