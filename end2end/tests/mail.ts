// The mails nobody was sent, read from the sandbox's mailbox.

import { expect } from '@playwright/test';
import { sandboxUrl } from './shops';

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** All mails to an address, the newest first. */
export async function mailsTo(to: string): Promise<Mail[]> {
  const answer = await fetch(`${sandboxUrl}/mailbox.json?to=${encodeURIComponent(to)}`);
  return ((await answer.json()) as { data: Mail[] }).data;
}

/** The newest mailed link that matches; waits for the mail. */
export async function mailedLink(to: string, address: RegExp): Promise<string> {
  const newest = async () => {
    const links = (await mailsTo(to)).flatMap((mail) => mail.text.match(/https?:\/\/\S+/g) ?? []);
    return links.find((link) => address.test(link)) ?? '';
  };
  await expect.poll(newest, { message: `a mail to ${to} with ${address}`, timeout: 20_000 }).not.toBe('');
  return newest();
}

/** Waits for a mail by its subject. */
export async function mailAbout(to: string, subject: RegExp): Promise<Mail> {
  const find = async () => (await mailsTo(to)).find((mail) => subject.test(mail.subject));
  await expect.poll(find, { message: `a mail to ${to} about ${subject}`, timeout: 20_000 }).toBeDefined();
  return (await find())!;
}
