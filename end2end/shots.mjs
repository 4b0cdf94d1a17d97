#!/usr/bin/env node
// Pictures of every page, for people to look at: both demo shops, phone and desktop, light and dark; and the pictures
// of the README. Needs a running, seeded server; see camera.mjs.
//   node end2end/shots.mjs [FOLDER]      FOLDER, or SHOTS, is var/shots unless given; ONLY=text takes matching pages

import { join } from 'node:path';
import { aurora, folder, kite, only, signIn, take as picture, visit } from './camera.mjs';

const shops = [
  { name: 'aurora', url: aurora, customer: 'customer@aurora.test' },
  { name: 'kite', url: kite, customer: 'customer@kite.test' },
];
const looks = ['phone', 'desktop'].flatMap((device) => ['light', 'dark'].map((scheme) => ({ device, scheme })));

const strangers = {
  home: '/',
  esim: '/esim',
  'esim-france': '/esim/fr',
  'esim-europe': '/esim/europe',
  numbers: '/numbers',
  'numbers-us': '/numbers?country=US&kind=local',
  'numbers-spain-address': '/numbers?country=ES&kind=local',
  'numbers-nothing': '/numbers?country=US&kind=local&contains=99999999',
  'sign-in': '/sign-in',
  register: '/register',
  'check-your-mail': '/check-your-mail',
  'verify-email': '/verify-email?token=made-up',
  'forgot-password': '/forgot-password',
  'reset-password': '/reset-password?token=made-up',
  help: '/help',
  'not-found': '/no-such-page',
};
const account = {
  account: '/account',
  wallet: '/account/wallet',
  'wallet-missing': '/account/wallet?amount=7.50&return_to=/esim/fr#add-money',
  statement: '/account/wallet/statement',
  'my-numbers': '/account/numbers',
  'my-esims': '/account/esims',
  orders: '/account/orders',
  settings: '/account/settings',
};
/** What the README shows: picture, shop, page, device. */
const readme = [
  ['readme-home', 'aurora', 'home', 'desktop'],
  ['readme-home-kite', 'kite', 'home', 'desktop'],
  ['readme-esim', 'aurora', 'my-esim', 'phone'],
  ['readme-wallet', 'kite', 'wallet', 'phone'],
];

await visit(shops, async (page, shop) => {
  const plan = await link(page, '/esim/fr', '/plans/');
  const legal = await links(page, '/', '/legal/');
  await take(page, shop, {
    ...strangers,
    plan,
    ...Object.fromEntries(legal.map((path) => [path.slice(1).replace('/', '-'), path])),
  });

  await page.goto('/sign-in');
  await signIn(page, 'nobody@example.com', 'not the password');
  await take(page, shop, { 'sign-in-wrong': null });
  await signIn(page, shop.customer);
  await page.waitForURL('**/account');

  await take(page, shop, { 'account-empty': '/account', 'my-esims-empty': '/account/esims', 'my-numbers-empty': '/account/numbers', 'orders-empty': '/account/orders' });
  const checkouts = {
    'checkout-plan': plan.replace('/plans/', '/checkout/plan/'),
    'checkout-number': await link(page, '/numbers?country=US&kind=local', '/checkout/number/'),
    'checkout-gone': await link(page, '/numbers?country=NL&kind=local&contains=0666', '/checkout/number/', 0, /0666[?]/),
    'checkout-short': (await link(page, '/esim/global', '/plans/', -1)).replace('/plans/', '/checkout/plan/'),
  };
  await take(page, shop, checkouts);
  for (const [name, order] of [['checkout-plan', 'order-esim'], ['checkout-number', 'order-number'], ['checkout-gone', 'order-refused']]) {
    await page.goto(checkouts[name]);
    await page.locator('main form:has(input[name=quote]) button[type=submit]').click();
    await page.waitForURL('**/account/orders/*');
    await take(page, shop, { [order]: new URL(page.url()).pathname });
  }
  await page.goto('/account/wallet');
  await page.locator('form:has(input[type=radio]) button[type=submit]').click();
  await page.getByRole('button', { name: 'Card is declined' }).click();
  await page.waitForURL('**/account/payments/*');
  await take(page, shop, {
    'payment-declined': new URL(page.url()).pathname,
    'my-number': await link(page, '/account/numbers', '/account/numbers/num_'),
    'my-esim': await link(page, '/account/esims', '/account/esims/esm_'),
    ...account,
  });
});

/** `pages` by name; an address of `null` is the page that is open. */
async function take(page, shop, pages) {
  for (const [name, path] of Object.entries(pages).filter(([name]) => name.includes(only))) {
    if (path !== null) await page.goto(path, { waitUntil: 'networkidle' });
    for (const { device, scheme } of looks) {
      await picture(page, { shop: shop.name, device, scheme, name });
      const shown = readme.find((wanted) => wanted[1] === shop.name && wanted[2] === name && wanted[3] === device);
      if (shown && scheme === 'light') await page.screenshot({ path: join(folder, `${shown[0]}.png`) });
    }
  }
}

async function links(page, from, begin) {
  await page.goto(from);
  return [...new Set(await page.locator(`a[href^="${begin}"]`).evaluateAll((all) => all.map((a) => a.getAttribute('href'))))];
}

async function link(page, from, begin, place = 0, pattern = /./) {
  const found = (await links(page, from, begin)).filter((path) => pattern.test(path));
  if (!found.length) throw new Error(`${from} has no link to ${begin}`);
  return found.at(place);
}
