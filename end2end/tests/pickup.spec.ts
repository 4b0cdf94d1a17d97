// An employee of a company opens the link to a line: on the smallest phone, in Arabic, in the dark, and without scripts
// (the second project runs every journey without). The line is ordered over REST, as a company's own system would.

import { request } from 'node:http';
import type { Page } from '@playwright/test';
import { aurora, decodeQr, expect, mailedLink, test } from './fixtures';

const key = 'cdk_test_aurora_4f9c2b7e1d8a4c6f';

interface Json {
  [name: string]: unknown;
  data?: Json[];
}

/** Asks the REST interface. */
function api(path: string, body?: Json): Promise<Json> {
  const url = new URL(`${aurora.url}/api/v1${path}`);
  const text = body && JSON.stringify(body);
  const headers: Record<string, string> = { host: url.host, authorization: `Bearer ${key}` };
  if (text) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(Buffer.byteLength(text));
    headers['idempotency-key'] = `e2e-${Math.random().toString(36).slice(2)}`;
  }
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: url.port, path: url.pathname + url.search, method: text ? 'POST' : 'GET', headers },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const said = Buffer.concat(parts).toString('utf8');
          if ((answer.statusCode ?? 500) >= 300) reject(new Error(`${path}: ${answer.statusCode} ${said}`));
          else resolve(JSON.parse(said) as Json);
        });
      },
    );
    asked.on('error', reject);
    asked.end(text);
  });
}

/** A line of a new employee of Northwind: the mailed link. */
async function issueLine(): Promise<string> {
  const companies = await api('/organizations');
  const company = companies.data?.find(({ name }) => name === 'Northwind')?.id as string;
  const email = `e2e-${Math.random().toString(36).slice(2)}@northwind.test`;
  const employee = await api(`/organizations/${company}/employees`, { email, first_name: 'Robin', last_name: 'Newcomer' });
  const plans = await api('/esim/plans?country=FR');
  await api(`/organizations/${company}/lines`, { employee_id: employee.id, plan_id: plans.data?.[0].id });
  return mailedLink(email, /\/pickup\//);
}

/** The page fits: nothing sticks out to the side. */
async function fits(page: Page) {
  const [width, window] = await page.locator('html').evaluate((html) => [html.scrollWidth, html.clientWidth]);
  expect(width).toBeLessThanOrEqual(window);
}

test.use({ deviceScaleFactor: 2 });

test('the code can be read from the smallest phone, by day and by night', async ({ page }, testInfo) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto(await issueLine());
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Robin');
  await expect(page.getByText('Ready to install')).toBeVisible();
  await fits(page);
  const whole = page.locator('.code-field', { hasText: 'Whole code' }).getByRole('code');
  const code = await whole.innerText();
  expect(code).toMatch(/^LPA:1\$/);
  const qr = page.getByRole('img', { name: /^QR code/ }).first();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(decodeQr(await qr.screenshot()), colorScheme).toBe(code);
    await page.screenshot({ path: testInfo.outputPath(`pickup-320-${colorScheme}.png`), fullPage: true });
  }
  const picture = await page.goto(`${page.url().split('?')[0]}/qr.png`);
  expect(decodeQr(await picture!.body())).toBe(code);
});

test('the page is in Arabic for whoever reads Arabic, from right to left', async ({ page }, testInfo) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(await issueLine());
  await page.getByRole('link', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(page.getByText('جاهزة للتثبيت')).toBeVisible();
  await fits(page);
  const qr = page.getByRole('img', { name: /QR/ }).first();
  const code = await page.locator('.code-field').nth(2).getByRole('code').innerText();
  expect(decodeQr(await qr.screenshot())).toBe(code);
  await page.screenshot({ path: testInfo.outputPath('pickup-ar.png'), fullPage: true });
});

test('a link that does not work says what to do', async ({ page, mayAnswer }) => {
  mayAnswer(404, /\/pickup\//);
  await page.goto(`/pickup/${'A'.repeat(43)}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work');
  await expect(page.getByText('Open the newest mail')).toBeVisible();
});
