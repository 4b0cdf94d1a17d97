// The demo's shops, as `clouddail seed-demo` makes them and scripts/e2e.sh says where they are.

const port = process.env.BASE_PORT ?? '3000';

/** A shop with its address and how its money begins. */
export interface Shop {
  name: string;
  host: string;
  url: string;
  symbol: string;
  /** Its demo customer. */
  customer: string;
}

export const aurora: Shop = {
  name: 'Aurora Mobile',
  host: 'aurora.localhost',
  url: process.env.AURORA_URL ?? `http://aurora.localhost:${port}`,
  symbol: '$',
  customer: 'customer@aurora.test',
};

export const kite: Shop = {
  name: 'Kite Travel',
  host: 'kite.localhost',
  url: process.env.KITE_URL ?? `http://kite.localhost:${port}`,
  symbol: '€',
  customer: 'customer@kite.test',
};

export const shops = [aurora, kite];

export const platformUrl = process.env.PLATFORM_URL ?? `http://localhost:${port}`;

export const sandboxUrl = process.env.SANDBOX_URL ?? 'http://127.0.0.1:4010';

/** Password of all demo logins. */
export const demoPassword = 'demo-pass-1234';
