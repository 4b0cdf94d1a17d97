// A company from nothing to its month's invoice, by the pages alone: finance and a manager join, fifty people come by a
// file, fifty lines are bought while the carrier fails, a phone reaches its cap, somebody asks for more, and the invoice
// says what the ledger says. Those who join and the phone have no scripts; the owner has.

import type { Locator, Page } from '@playwright/test';
import { carrierFails, lineAtCarrier } from './carrier';
import { ask, aurora, decodeQr, demoPassword, expect, mailAbout, mailedLink, mailsTo, test } from './fixtures';
import { fact, hundredths, pay } from './pages';

const PEOPLE = 50;
const CAP_MB = 500;
const MB = 1_000_000;

/** A button of the page itself, not of its frame. */
function button(page: Page, name: string | RegExp) {
  return page.getByRole('main').getByRole('button', { name, exact: true });
}

/** The cells of a table's row. */
async function cells(row: Locator): Promise<string[]> {
  return (await row.getByRole('cell').allInnerTexts()).map((text) => text.trim());
}

/** Every row of a list that is shown page by page, the page being open. */
async function allRows(page: Page, table: () => Locator): Promise<string[][]> {
  const rows: string[][] = [];
  for (;;) {
    for (const row of await table().locator('tbody tr').all()) rows.push(await cells(row));
    const next = page.getByRole('main').locator('a[rel=next]');
    if (!(await next.count())) return rows;
    await next.click();
  }
}

/** Loads the page until it says so: what a carrier tells is worked on behind it. */
async function becomes(page: Page, path: string, said: (page: Page) => Promise<boolean>, message: string) {
  const look = async () => {
    await page.goto(path);
    return said(page);
  };
  await expect.poll(look, { message, timeout: 30_000, intervals: [200, 500, 1000] }).toBe(true);
}

/** 53 lines: fifty good ones in turns of two teams, then three bad ones. */
function file(domain: string): string {
  const lines = ['Last name,First name,Email,Team,Cost centre,starts_on'];
  for (let n = 1; n <= PEOPLE; n += 1) {
    const number = String(n).padStart(2, '0');
    lines.push(`Person${number},Kim,kim${number}@${domain},${n % 2 ? 'Workshop' : 'Sales'},CC-${n % 5},2026-01-05`);
  }
  lines.push('Nomail,Nat,not-an-address,Sales,,');
  lines.push(`Noteam,Tom,tom@${domain},Marketing,,05.01.2026`);
  lines.push(`Person01,Kim,KIM01@${domain},Sales,,`);
  return `${lines.join('\n')}\n`;
}

// A word that is not there is missed soon, and not at the end of the story.
test.use({ actionTimeout: 15_000 });

test('a company from nothing to its invoice', async ({ page, customer, anotherBrowser }, testInfo) => {
  test.setTimeout(300_000);
  const domain = `tidewater-${Math.random().toString(36).slice(2, 8)}.test`;
  const financeEmail = `finance@${domain}`;
  const managerEmail = `manager@${domain}`;
  const finance = await (await anotherBrowser(aurora.url, { javaScriptEnabled: false })).newPage();
  const manager = await (await anotherBrowser(aurora.url, { javaScriptEnabled: false })).newPage();
  const phone = await (
    await anotherBrowser(aurora.url, { javaScriptEnabled: false, viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 })
  ).newPage();

  await test.step('a customer makes a company with two teams', async () => {
    await page.goto('/business');
    await page.getByRole('main').getByRole('link', { name: 'Make a company' }).click();
    await page.getByLabel('Name of the company').fill('Tidewater');
    await page.getByLabel('Billing e-mail').fill(`bills@${domain}`);
    await button(page, 'Make the company').click();
    await expect(page.getByText('The company is yours.')).toBeVisible();
    for (const team of ['Sales', 'Workshop']) {
      await page.goto('/business/teams');
      await page.getByRole('region', { name: 'New team' }).getByLabel('Name').fill(team);
      await button(page, 'Make the team').click();
      await expect(page.getByRole('main').getByRole('link', { name: team, exact: true })).toBeVisible();
    }
  });

  await test.step('finance and a manager come by their mailed links', async () => {
    const people = [
      { who: finance, email: financeEmail, role: 'Finance', team: 'None', name: 'Fin' },
      { who: manager, email: managerEmail, role: 'Manager', team: 'Sales', name: 'Mo' },
    ];
    for (const { who, email, role, team, name } of people) {
      await page.goto('/business/members');
      const form = page.getByRole('region', { name: 'Invite somebody' });
      await form.getByLabel('E-mail').fill(email);
      await form.getByLabel('Role').selectOption({ label: role });
      await form.getByLabel('Team').selectOption({ label: team });
      await form.getByRole('button', { name: 'Send invitation' }).click();
      await expect(page.getByText('The invitation is on its way')).toBeVisible();
      await who.goto(await mailedLink(email, /\/business\/join\//));
      await expect(who.getByText(`Tidewater invites you`)).toBeVisible();
      await who.getByLabel('First name').fill(name);
      await who.getByLabel('Last name').fill('Tide');
      await who.getByLabel('Password').fill(demoPassword);
      await button(who, 'Accept and sign in').click();
      await expect(who.getByText(`You: ${role}`)).toBeVisible();
    }
  });

  await test.step('fifty people come by a file, and three bad lines are named', async () => {
    await page.goto('/business/employees/import');
    await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file(domain)) });
    await button(page, 'Look at the file').click();
    await expect(page.getByText('50 employees can be added.')).toBeVisible();
    const bad = page.getByRole('table', { name: 'Lines that cannot be added' }).locator('tbody tr');
    const rows = await Promise.all((await bad.all()).map(cells));
    expect(rows.map(([line]) => line)).toEqual(['52', '53', '54']);
    expect(rows[0][2]).toContain('name@example.com');
    expect(rows[1][2]).toContain('no such team');
    expect(rows[1][2]).toContain('2026-01-31');
    expect(rows[2][2]).toContain('same e-mail address');
    await button(page, 'Add 50 employees').click();
    await expect(page.getByText('50 employees added.')).toBeVisible();
    const csv = await ask(`${aurora.url}/business/employees.csv`, { session: customer.session });
    expect(csv.text.trim().split('\n')).toHaveLength(1 + PEOPLE);
  });

  await test.step('a data cap that stops lines, a hard budget and a soft one', async () => {
    await page.goto('/business/policies');
    await page.getByLabel('Data cap of each employee').selectOption({ label: 'This much a month' });
    await page.getByLabel('Megabytes a month', { exact: true }).fill(String(CAP_MB));
    await page.getByLabel('Lines stop at the cap').selectOption({ label: 'Yes' });
    await button(page, 'Save').click();
    await expect(page.getByText('Saved. It counts')).toBeVisible();
    await expect(fact(page, 'Data of an employee')).toContainText(`${CAP_MB} MB a month`);
    const budgets = [
      { of: 'A team', team: 'Sales', amount: '1000', then: 'Refuse the order' },
      { of: 'The whole company', team: 'None', amount: '20', then: 'Tell us, and go on' },
    ];
    for (const { of, team, amount, then } of budgets) {
      await page.goto('/business/budgets');
      const form = page.getByRole('region', { name: 'New budget' });
      await form.getByLabel('Whose orders it counts').selectOption({ label: of });
      await form.getByLabel('Which team').selectOption({ label: team });
      await form.getByLabel('Amount').fill(amount);
      await form.getByLabel('At the limit').selectOption({ label: then });
      await form.getByRole('button', { name: 'Make the budget' }).click();
      await expect(page.getByText('The budget counts from now on.')).toBeVisible();
    }
  });

  const paid = await test.step('the wallet is filled by card', async () => {
    await page.goto('/business/wallet');
    await page.getByLabel(/^Amount in/).fill('400');
    await button(page, 'Continue to payment').click();
    await pay(page);
    await page.goto('/business/wallet');
    expect(hundredths(await page.getByRole('region', { name: 'Available' }).locator('.money').first().innerText())).toBe(40_000);
    return 40_000;
  });

  const price = await test.step('fifty lines, while the carrier refuses two and answers one with an error', async () => {
    await page.goto('/business/lines/new');
    await page.getByLabel('Place').selectOption({ label: 'France' });
    await button(page, 'Show').click();
    const plans = page.getByRole('combobox', { name: 'Plan', exact: true });
    const offers = await plans.getByRole('option').allInnerTexts();
    const offer = offers.find((text) => /: 1\.07 GB|: 1 GB/.test(text) && !text.includes('prepaid'));
    expect(offer, offers.join('\n')).toBeDefined();
    await plans.selectOption({ label: offer! });
    await page.getByRole('combobox', { name: 'Who', exact: true }).selectOption({ label: 'Everybody of this list who has no line' });
    await button(page, 'Look at the price').click();
    const sum = page.getByRole('region', { name: 'Price' });
    await expect(sum).toContainText('50 employees');
    const [each, total] = (await sum.locator('.money').allInnerTexts()).map(hundredths);
    expect(total).toBe(PEOPLE * each);

    await carrierFails('1global.order', 'refused', 2);
    await carrierFails('1global.order', '500_after', 1);
    await button(page, /^Order for 50 employees$/).click();
    const progress = page.getByRole('region', { name: 'Progress' });
    await expect(progress.getByRole('link', { name: 'Look now' })).toBeVisible();
    await expect(progress.getByRole('status')).toContainText('48 of 50 done, 2 failed, 0 being made, 0 waiting', { timeout: 90_000 });
    const failed = page.getByRole('table', { name: 'Employees' }).locator('tbody tr').filter({ hasText: 'Failed' });
    await expect(failed).toHaveCount(2);
    for (const row of await failed.all()) {
      const [name, , then] = await cells(row);
      expect(name).toMatch(/^Kim Person\d\d$/);
      expect(then).toBe('Our supplier could not deliver it. Nothing was charged. Try again, or choose another plan.');
    }
    await page.screenshot({ path: testInfo.outputPath('batch-failed.png'), fullPage: true });
    await button(page, 'Try the failed ones again').click();
    await expect(progress.getByRole('status')).toContainText('50 of 50 done, 0 failed', { timeout: 60_000 });
    await expect(page.getByText('try 2')).toHaveCount(2);
    return each;
  });

  await test.step('each line was charged once', async () => {
    await finance.goto('/business/wallet/statement');
    const movements = await allRows(finance, () => finance.getByRole('table'));
    const bought = movements.map((row) => hundredths(row[2])).filter((amount) => amount < 0);
    expect(bought).toEqual(Array<number>(PEOPLE).fill(-price));
    expect(hundredths(movements[0][3])).toBe(paid - PEOPLE * price);
    await finance.goto('/business/budgets');
    const spent = (name: string) =>
      finance.getByRole('listitem').filter({ has: finance.getByRole('heading', { name }) }).locator('dt:text-is("Spent") + dd');
    expect(hundredths(await spent('Team Sales').innerText())).toBe((PEOPLE / 2) * price);
    expect(hundredths(await spent('The whole company').innerText())).toBe(PEOPLE * price);
    await mailAbout(financeEmail, /100 %/);
  });

  // Of the manager's team.
  const email = `kim02@${domain}`;
  const line = await test.step('an employee reads the code from a phone', async () => {
    await page.goto(`/business/employees?q=${email}`);
    await page.getByRole('link', { name: 'Kim Person02' }).click();
    await page.getByRole('main').locator('a[href^="/business/lines/lin_"]').first().click();
    const line = new URL(page.url()).pathname;
    const iccid = (await fact(page, 'ICCID').innerText()).trim();
    await phone.goto(await mailedLink(email, /\/pickup\//));
    await expect(phone.getByRole('heading', { level: 1 })).toContainText('Kim');
    await expect(phone.getByText('Ready to install')).toBeVisible();
    const { activationCode } = await lineAtCarrier(iccid);
    expect(activationCode).toMatch(/^LPA:1\$/);
    expect(decodeQr(await phone.getByRole('img', { name: /^QR code/ }).first().screenshot())).toBe(activationCode);
    const [width, window] = await phone.locator('html').evaluate((html) => [html.scrollWidth, html.clientWidth]);
    expect(width).toBeLessThanOrEqual(window);
    await phone.screenshot({ path: testInfo.outputPath('pickup.png'), fullPage: true });
    return { path: line, iccid };
  });

  const alerts = (percent: number) =>
    page.getByRole('table', { name: 'Alerts' }).getByRole('row').filter({ hasText: `Kim Person02 has used ${percent} % of this month's data cap` });

  await test.step('the phone uses data, and 80 % of the cap is told once', async () => {
    await lineAtCarrier(line.iccid, { profile: 'installed', country: 'FR', bytes: 0.85 * CAP_MB * MB });
    await becomes(page, '/business/alerts', async () => (await alerts(80).count()) > 0, 'an alert at 80 %');
    await mailAbout(managerEmail, /80 % of this month's data cap/);
    await becomes(phone, phone.url(), async () => phone.getByText('Already installed', { exact: true }).isVisible(), 'the phone is seen');
    await expect(phone.getByRole('img', { name: /^QR code/ })).toHaveCount(0);
    await lineAtCarrier(line.iccid, { country: 'ES', bytes: 0.05 * CAP_MB * MB });
    await becomes(page, line.path, async () => (await fact(page, 'Used').innerText()).includes('450 MB'), 'what was used since');
    await expect(page.getByText('Suspended', { exact: true })).toHaveCount(0);
    await page.goto('/business/alerts');
    await expect(alerts(80)).toHaveCount(1);
    const told = (await mailsTo(customer.email)).filter(({ subject }) => subject.includes('data cap'));
    expect(told).toHaveLength(1);
  });

  await test.step('at the cap the line is stopped, here and at the carrier', async () => {
    await lineAtCarrier(line.iccid, { country: 'FR', bytes: 0.15 * CAP_MB * MB });
    await becomes(page, line.path, async () => (await fact(page, 'Suspended').count()) > 0, 'the line stops');
    await expect(fact(page, 'Suspended')).toHaveText('Data cap reached');
    expect((await lineAtCarrier(line.iccid)).status).toBe('deactivated');
    await expect(lineAtCarrier(line.iccid, { bytes: MB })).rejects.toThrow('it moves no data');
    await page.screenshot({ path: testInfo.outputPath('line-stopped.png'), fullPage: true });
    await page.goto('/business/alerts');
    await expect(alerts(100)).toHaveCount(1);
  });

  await test.step('the manager asks for more, and may not say yes', async () => {
    await manager.goto(`/business/requests/new?email=${email}`);
    const form = manager.getByRole('region', { name: 'A higher data cap' });
    await form.getByLabel('Megabytes a month').fill(String(2 * CAP_MB));
    await form.getByLabel('Why').fill('A fair in Lyon until Friday');
    await form.getByRole('button', { name: 'Ask for data' }).click();
    await expect(manager.getByText('nobody approves their own request')).toBeVisible();
    await expect(manager.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    // The form that takes the request back carries all that saying yes needs.
    const forged = manager.locator('form').filter({ has: manager.getByRole('button', { name: 'Take it back' }) });
    await forged.evaluate((form) => form.setAttribute('action', '/do/requests/approve'));
    await forged.getByRole('button').click();
    await expect(manager.getByRole('main').getByRole('alert')).toContainText('nobody decides about their own request');
    await expect(fact(manager, 'State')).toContainText('Waiting');
    expect((await lineAtCarrier(line.iccid)).status).toBe('deactivated');
  });

  await test.step('the owner says yes by the mailed link, and the data is there', async () => {
    await page.goto(await mailedLink(customer.email, /\/business\/requests\//));
    await expect(page.getByText('A fair in Lyon until Friday')).toBeVisible();
    await button(page, 'Approve').click();
    await expect(fact(page, 'State')).toContainText('Approved');
    await becomes(page, line.path, async () => (await fact(page, 'Suspended').count()) === 0, 'the line goes on');
    expect((await lineAtCarrier(line.iccid, { country: 'ES', bytes: 50 * MB })).usedBytes).toBe(1.05 * CAP_MB * MB + 50 * MB);
    await becomes(page, line.path, async () => (await fact(page, 'Used').innerText()).includes('575 MB'), 'what was used since');
  });

  await test.step("the month's invoice is the ledger, to the cent", async () => {
    await finance.goto('/business/invoices');
    await finance.getByRole('main').getByRole('link', { name: 'This month so far' }).click();
    const total = hundredths(await finance.getByRole('region', { name: 'Total so far' }).locator('.document-total .money').innerText());
    const taken = hundredths(await fact(finance, 'Taken from the balance').innerText());
    const net = hundredths(await fact(finance, 'Net').innerText());
    const tax = hundredths(await fact(finance, 'VAT 20 %').innerText());
    await finance.screenshot({ path: testInfo.outputPath('invoice-so-far.png'), fullPage: true });
    const centres = await allRows(finance, () => finance.getByRole('table', { name: 'By cost centre' }));
    expect(centres.map(([name, lines]) => [name, lines])).toEqual(['CC-0', 'CC-1', 'CC-2', 'CC-3', 'CC-4'].map((name) => [name, '10']));
    await finance.goto('/business/invoices/so-far');
    const lines = await allRows(finance, () => finance.getByRole('table', { name: 'Lines' }));
    expect(lines).toHaveLength(PEOPLE);
    const column = (of: string[][], n: number) => of.reduce((sum, row) => sum + hundredths(row[n]), 0);
    await finance.goto('/business/wallet/statement');
    const movements = await allRows(finance, () => finance.getByRole('table'));
    const ledger = -movements.map((row) => hundredths(row[2])).filter((amount) => amount < 0).reduce((sum, amount) => sum + amount, 0);
    expect(ledger).toBe(PEOPLE * price);
    expect([total, taken, net + tax, column(lines, 5), column(centres, 4)]).toEqual(Array<number>(5).fill(ledger));
    expect(column(lines, 3)).toBe(net);
    expect(column(lines, 4)).toBe(tax);
  });
});
