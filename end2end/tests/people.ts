// Customers by the shortest way: the same forms as on the pages, sent without them. journey.spec.ts walks the pages.

import type { BrowserContext } from '@playwright/test';
import { ask } from './ask';
import { mailedLink } from './mail';
import { demoPassword, type Shop } from './shops';

/** Somebody with an account. */
export interface Customer {
  email: string;
  /** Value of the session cookie. */
  session: string;
}

/** An address nobody has used. */
export function newcomer(): string {
  return `e2e-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}@newcomer.test`;
}

/** Registers and follows the mailed link. */
export async function register(shop: Shop, email = newcomer()): Promise<Customer> {
  await ask(`${shop.url}/do/accounts/register`, {
    from: '/register',
    form: { email, password: demoPassword, first_name: 'Robin', last_name: 'Newcomer' },
  });
  const link = await mailedLink(email, new RegExp(`${shop.host}.*/verify-email`));
  const token = new URL(link).searchParams.get('token') ?? '';
  const { session } = await ask(`${shop.url}/do/accounts/verify_email`, { from: '/verify-email', form: { token } });
  if (!session) throw new Error(`${email} could not register at ${shop.name}`);
  return { email, session };
}

/** Signs an existing account in. */
export async function signIn(shop: Shop, email: string): Promise<Customer> {
  const answer = await ask(`${shop.url}/do/accounts/sign_in`, { from: '/sign-in', form: { email, password: demoPassword } });
  if (!answer.session) throw new Error(`${email} cannot sign in at ${shop.name}: ${answer.status} ${answer.location}`);
  return { email, session: answer.session };
}

/** Adds money: the form of the wallet, then Pay on the gateway's page, then the page the payer comes back to. */
export async function topUp(shop: Shop, { session }: Customer, amount: string): Promise<void> {
  const key = `e2e-${Math.random().toString(36).slice(2)}`;
  const started = await ask(`${shop.url}/do/wallet/top_up`, { from: '/account/wallet', session, form: { amount, key } });
  const paid = await fetch(started.location, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ choice: 'pay' }),
  });
  const back = paid.headers.get('location');
  if (!back) throw new Error(`no way back from ${started.location}: ${paid.status}`);
  const { status } = await ask(back, { session });
  if (status !== 200) throw new Error(`the way back ${back} answered ${status}`);
}

/** Gives a browser the session. */
export async function enter(context: BrowserContext, shop: Shop, { session }: Customer): Promise<void> {
  await context.addCookies([{ name: 'session', value: session, url: shop.url, httpOnly: true, sameSite: 'Lax' }]);
}
