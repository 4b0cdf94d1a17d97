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
