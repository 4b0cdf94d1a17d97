// Every page there is, for specs that look at all of them.

import type { Page } from '@playwright/test';
import { ask } from './ask';
import { ownPlace } from './pages';
import { register, topUp, type Customer } from './people';
import type { Shop } from './shops';

/** Pages for anybody. */
export const strangersPages = [
  '/',
  '/esim',
  '/esim/fr',
  '/esim/europe',
  '/numbers',
  '/numbers?country=US&kind=local',
  '/numbers?country=ES&kind=local',
  '/numbers?country=US&kind=local&contains=99999999',
  '/sign-in',
  '/register',
  '/check-your-mail',
  '/verify-email?token=made-up',
  '/forgot-password',
  '/reset-password?token=made-up',
  '/help',
];

/** Pages that answer 404. */
export const missingPages = ['/no-such-page', '/esim/nowhere', '/plans/pln_00000000000000000000000000000000', '/legal/none'];

/** Pages of every customer, with or without anything in them. */
export const accountPages = [
  '/account',
  '/account/wallet',
  '/account/wallet?amount=7.50&return_to=/esim/fr#add-money',
  '/account/wallet/statement',
  '/account/numbers',
  '/account/esims',
  '/account/orders',
  '/account/settings',
];

/** Pages of a customer that answer 404. */
export const missingAccountPages = ['/account/orders/ord_1', '/account/esims/esm_1', '/account/numbers/num_1', '/account/payments/pay_1'];

/** A link of a page whose address begins so (a pattern); the first, unless another place in the list is wanted. */
export async function linkOf(shop: Shop, page: string, begin: string, session?: string, place = 0): Promise<string> {
  const { text } = await ask(shop.url + page, { session });
  const found = [...text.matchAll(new RegExp(`href="(${begin}[^"]*)"`, 'g'))].map((match) => match[1]);
  if (!found.length) throw new Error(`${shop.name} ${page} has no link to ${begin}`);
  return found[place % found.length].replaceAll('&amp;', '&');
}

/** The page of a plan, and the legal pages of the footer. */
export async function linkedPages(shop: Shop): Promise<string[]> {
  const { text } = await ask(`${shop.url}/`);
  const legal = new Set([...text.matchAll(/href="(\/legal\/[^"]+)"/g)].map((match) => match[1]));
  return [await linkOf(shop, '/esim/fr', '/plans/'), ...legal];
}

/** The checkouts of a plan and of a number. */
export async function checkouts(shop: Shop, customer: Customer): Promise<string[]> {
  const plan = await linkOf(shop, '/esim/fr', '/plans/');
  return [
    plan.replace('/plans/', '/checkout/plan/'),
    await linkOf(shop, '/numbers?country=US&kind=local', '/checkout/number/', customer.session, ownPlace()),
  ];
}

/** Somebody with a number, an eSIM, an order that did not work out and a payment left open; with all their pages. */
export async function richCustomer(shop: Shop): Promise<{ customer: Customer; pages: string[] }> {
  const customer = await register(shop);
  await topUp(shop, customer, '40');
  const pages = await checkouts(shop, customer);
  const magic = '/numbers?country=NL&kind=local&contains=0666';
  for (const checkout of [...pages, await linkOf(shop, magic, '/checkout/number/[^"?]*0666[?]')]) {
    const page = await ask(shop.url + checkout, customer);
    const field = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="${name}"`).exec(page.text);
    const value = (name: string) => field(name)?.[1] ?? field(name)?.[2] ?? '';
    const form = { quote: value('quote'), max_price: value('max_price') };
    const { location } = await ask(`${shop.url}/do/orders/place_order`, { from: checkout, session: customer.session, form });
    if (!location.startsWith('/account/orders/')) throw new Error(`${checkout} could not be bought: ${location}`);
    pages.push(location);
  }
  const form = { amount: '9', key: `open-${Date.now()}` };
  await ask(`${shop.url}/do/wallet/top_up`, { from: '/account/wallet', session: customer.session, form });
  pages.push(
    await linkOf(shop, '/account/numbers', '/account/numbers/num_', customer.session),
    await linkOf(shop, '/account/esims', '/account/esims/esm_', customer.session),
  );
  const { text } = await ask(`${shop.url}/account/wallet`, customer);
  pages.push(...new Set([...text.matchAll(/href="(\/account\/payments\/[^"]+)"/g)].map((match) => match[1])));
  return { customer, pages: [...accountPages, ...pages] };
}

/** Opens a page whose answer may be an error; the status. */
export async function open(page: Page, path: string): Promise<number> {
  // A page that looks again by itself may do so at this very moment, and ends our way to the next one.
  const answer = await page.goto(path).catch((error: Error) => {
    if (!error.message.includes('ERR_ABORTED')) throw error;
    return page.goto(path);
  });
  return answer?.status() ?? 0;
}
