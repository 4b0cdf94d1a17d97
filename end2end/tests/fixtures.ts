// The `test` of all journeys: a shop as an option, and browsers in which nothing may go wrong unnoticed.

import { expect, test as base, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { aurora, type Shop } from './shops';
import { enter, newcomer, register, topUp, type Customer } from './people';

export { expect };
export { ask } from './ask';
export { mailAbout, mailedLink, mailsTo } from './mail';
export { decodeQr } from './qr';
export { aurora, demoPassword, kite, platformUrl, sandboxUrl, shops, type Shop } from './shops';
export { enter, newcomer, register, signIn, topUp, type Customer } from './people';

interface Options {
  /** Whose shop the journey is in. */
  shop: Shop;
}

interface Fixtures {
  /** Says that an address of ours may answer with this status; every other error answer fails the journey. */
  mayAnswer: (status: number, address: RegExp) => void;
  /** What went wrong in any browser of the journey; empty at its end. */
  mishaps: Mishaps;
  /** A browser of somebody else, watched like the first one. */
  anotherBrowser: (baseURL?: string, options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A new verified customer with an empty wallet, signed in. */
  customer: Customer;
  /** Fills the customer's wallet. */
  fund: (amount: string) => Promise<void>;
}

export const test = base.extend<Options & Fixtures>({
  shop: [aurora, { option: true }],
  baseURL: async ({ shop }, use) => use(shop.url),

  mishaps: async ({ javaScriptEnabled }, use) => {
    const mishaps = new Mishaps(javaScriptEnabled ?? true);
    await use(mishaps);
    expect([...new Set(mishaps.seen)], 'no error in the console, no broken page, no failed request').toEqual([]);
  },
  mayAnswer: async ({ mishaps }, use) => use((status, address) => mishaps.expected.push({ status, address })),

  context: async ({ context, mishaps }, use) => {
    mishaps.watch(context);
    await use(context);
  },
  anotherBrowser: async ({ browser, mishaps }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (baseURL, options) => {
      const context = await browser.newContext({ baseURL, ...options });
      mishaps.watch(context);
      opened.push(context);
      return context;
    });
    await Promise.all(opened.map((context) => context.close()));
  },

  customer: async ({ shop, context }, use) => {
    const customer = await register(shop);
    await enter(context, shop, customer);
    await use(customer);
  },
  fund: async ({ shop, customer }, use) => use((amount) => topUp(shop, customer, amount)),
});

/** Errors in consoles and pages, and requests to our hosts that failed. */
export class Mishaps {
  readonly seen: string[] = [];
  readonly expected: { status: number; address: RegExp }[] = [];

  constructor(private readonly hasScripts: boolean) {}

  watch(context: BrowserContext) {
    context.on('weberror', (error) => this.seen.push(`page error: ${error.error().message}`));
    context.on('console', (message) => {
      const { url } = message.location();
      // The browser's own line about an error answer; the answer itself is judged below.
      const isAnswer = message.text().startsWith('Failed to load resource: the server responded');
      if (message.type() === 'error' && !isAnswer) this.seen.push(`console: ${message.text()} (${url})`);
    });
    context.on('response', (answer) => {
      const isExpected = this.expected.some(({ status, address }) => status === answer.status() && address.test(answer.url()));
      if (answer.status() >= 400 && isOurs(answer.url()) && !isExpected) {
        this.seen.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
      }
    });
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // A page left while it loads is nobody's fault, and with scripts off Chromium itself keeps them away.
      const isKeptAway = reason === 'csp' && request.url().endsWith('.js') && !this.hasScripts;
      if (isOurs(request.url()) && !reason.includes('ERR_ABORTED') && !isKeptAway) this.seen.push(`${reason} ${request.url()}`);
    });
  }
}

function isOurs(address: string): boolean {
  return /(^|\.)localhost$/.test(new URL(address).hostname);
}
