// Requests outside a page: replays, stolen cookies, shortcuts. Chromium knows that *.localhost is this machine, Node
// may not, so they go to 127.0.0.1 with a Host header.

import { request } from 'node:http';

/** An answer, read to its end. */
export interface Answer {
  status: number;
  /** Where it leads, if it leads on. */
  location: string;
  /** Value of the session cookie it sets, if any. */
  session?: string;
  type: string;
  body: Buffer;
  text: string;
}

export interface Question {
  /** A form to post; without one the page is got. A string is a body as it was recorded. */
  form?: Record<string, string> | string;
  /** The page the form is on. */
  from?: string;
  /** Value of the session cookie. */
  session?: string;
}

/** Asks the address as a browser would, and follows nothing. */
export function ask(address: string, { form, from, session }: Question = {}): Promise<Answer> {
  const url = new URL(address);
  const body = form === undefined ? undefined : typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const headers: Record<string, string> = { host: url.host, accept: 'text/html,*/*;q=0.8' };
  if (session) headers.cookie = `session=${session}`;
  if (body !== undefined) {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    headers['content-length'] = String(Buffer.byteLength(body));
    headers.origin = url.origin;
    headers.referer = new URL(from ?? '/', url).href;
    headers['sec-fetch-site'] = 'same-origin';
  }
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: url.port, path: url.pathname + url.search, method: body === undefined ? 'GET' : 'POST', headers },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const whole = Buffer.concat(parts);
          const cookies = answer.headers['set-cookie'] ?? [];
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? '',
            session: cookies.map((cookie) => /^session=([^;]+)/.exec(cookie)?.[1]).find(Boolean),
            type: answer.headers['content-type'] ?? '',
            body: whole,
            text: whole.toString('utf8'),
          });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
