// What the sandbox carrier and the sandbox gateway have sold: the other side's books.

import { sandboxUrl } from './shops';

interface Inventory {
  numbers: { phone_number: string }[];
  esims: { iccid: string; activation_code: string }[];
  payments: { tx_ref: string; amount: string; status: string }[];
}

async function inventory(): Promise<Inventory> {
  return (await (await fetch(`${sandboxUrl}/_sandbox/inventory`)).json()) as Inventory;
}

/** The activation code the carrier gave a profile. */
export async function activationCode(iccid: string): Promise<string | undefined> {
  return (await inventory()).esims.find((esim) => esim.iccid === iccid)?.activation_code;
}

/** How often the carrier sold a number (E.164). */
export async function salesOf(e164: string): Promise<number> {
  return (await inventory()).numbers.filter((number) => number.phone_number === e164).length;
}

/** A line as 1GLOBAL has it. */
export interface CarrierLine {
  status: string;
  activationCode: string;
  usedBytes: number;
}

/** What a phone does to a line of 1GLOBAL, found by its ICCID; without a wish it is looked at. */
export async function lineAtCarrier(
  iccid: string,
  life: { profile?: 'installed' | 'deleted'; bytes?: number; country?: string } = {},
): Promise<CarrierLine> {
  const { subscription, products } = (await post(`/lines/${iccid}`, life)) as {
    subscription: { status: string; _links: { qrcode: { href: string } } };
    products: { _embedded: { balances: { spent: number }[] } }[];
  };
  return {
    status: subscription.status,
    activationCode: subscription._links.qrcode.href.replace(/^.*\/(?=LPA:)/, ''),
    usedBytes: products.flatMap((product) => product._embedded.balances).reduce((sum, { spent }) => sum + spent, 0),
  };
}

/** The next calls of an operation go wrong; later faults wait until earlier ones are used up. */
export async function carrierFails(operation: string, mode: 'refused' | '500_after', times: number): Promise<void> {
  await post('/faults', { operation, mode, times });
}

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${sandboxUrl}/_sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A leg of a call as Twilio has it. */
export interface CarrierCall {
  from: string;
  to: string;
  status: string;
  /** Sentences that were read aloud. */
  said: string[];
}

/** Legs from or to a number, the oldest first. */
export async function callsAtCarrier(e164: string): Promise<CarrierCall[]> {
  const { calls } = (await (await fetch(`${sandboxUrl}/_sandbox/inventory`)).json()) as { calls: CarrierCall[] };
  return calls.filter(({ from, to }) => from === e164 || to === e164);
}

/** The newest call of a number ends after so many seconds. */
export async function hangUp(e164: string, seconds: number): Promise<void> {
  await post('/rings/hang-up', { call: e164, seconds });
}
