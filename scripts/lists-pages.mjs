// The pages of the dashboard and the console whose lists are long, and how they are asked for. Used by lists.mjs and
// lists-plans.mjs. {usr} and the like become the first id with this prefix on the pages before; {next} the cursor of the
// last page of the list that had one; {old} a day half a year ago. `first` are forms sent before, by lists-plans.mjs: what
// is sealed cannot be seeded.
import http from 'node:http';

const PASSWORD = 'demo-pass-1234';
const SURFACES = [
    {
        host: 'aurora.localhost', email: 'owner@aurora.test',
        first: [
            ['/do/webhooks/rotate', { id: 'wep_c0000000000070008000000000000000' }],
            ['/do/money/request_payout', { key: 'bench', holder: 'Aurora', iban: 'DE89370400440532013000', account_number: '', bic: 'COBADEFFXXX' }],
        ],
        pages: [
            '/reseller/customers', '/reseller/customers?after={next}', '/reseller/customers?sort=seen',
            '/reseller/customers?q=ann', '/reseller/customers?q=ann&sort=seen', '/reseller/customers?q=a1',
            '/reseller/customers?q=a', '/reseller/customers?q=nobody', '/reseller/customers?state=suspended',
            '/reseller/customers/{usr}',
            '/reseller/orders', '/reseller/orders?after={next}', '/reseller/orders?state=fulfilled',
            '/reseller/orders?state=released', '/reseller/orders?state=refunded', '/reseller/orders?state=in_flight',
            '/reseller/orders?state=unknown', '/reseller/orders?country=FR', '/reseller/orders?country=PT',
            '/reseller/orders?country=AQ', '/reseller/orders?country=AQ&kind=number', '/reseller/orders?kind=number',
            '/reseller/orders?q=ann', '/reseller/orders?q=a1', '/reseller/orders?q=nobody',
            '/reseller/orders?from={old}&until={old}', '/reseller/orders?from=2001-01-01&until=2001-12-31',
            '/reseller/orders?country=PT&state=refunded', '/reseller/orders/{ord}',
            '/reseller', '/reseller?days=90', '/reseller?days=365', '/reseller/start',
            '/reseller/brand', '/reseller/brand/history', '/reseller/domains',
            '/reseller/prices', '/reseller/prices/simulator', '/reseller/prices/history',
            '/reseller/catalogue', '/reseller/catalogue/places', '/reseller/catalogue/numbers',
            '/reseller/promotions', '/reseller/promotions/{pro}', '/reseller/money', '/reseller/money/collecting', '/reseller/money/statement',
            '/reseller/staff', '/reseller/staff/roles', '/reseller/staff/visits', '/reseller/api-keys',
            '/reseller/webhooks', '/reseller/webhooks/{wep}', '/reseller/webhooks/deliveries/{msg}', '/reseller/settings',
        ],
    },
    {
        host: 'localhost', email: 'admin@clouddail.test', pages: [
            '/admin',
            '/admin/people?q=ann', '/admin/people?q={ord}', '/admin/people?q=%2B12000000004',
            '/admin/people?q=8000000000000000001', '/admin/people/{usr}',
            '/admin/resellers', '/admin/resellers/{res}',
            '/admin/orders', '/admin/orders/{ord}', '/admin/orders?find=%2B12000000004', '/admin/cases', '/admin/cases?state=closed',
            '/admin/cases/{cas}', '/admin/reconciliation', '/admin/reconciliation/bills', '/admin/reconciliation/bills/{bil}',
            '/admin/payouts?state=requested', '/admin/payouts', '/admin/payouts?state=paid', '/admin/payouts/{pyt}',
            '/admin/ledger', '/admin/ledger?shop=aurora', '/admin/ledger?kind=refund', '/admin/ledger?kind=payout',
            '/admin/ledger?kind=handover', '/admin/ledger?account=payouts', '/admin/ledger?account=tax', '/admin/ledger?reference={ord}',
            '/admin/ledger?key=sale:5', '/admin/ledger?kind=sale&account=commission', '/admin/ledger/transfers/{trf}',
            '/admin/ledger/wallets/{wal}',
            '/admin/providers', '/admin/providers/telna', '/admin/catalogue', '/admin/catalogue/{syn}',
            '/admin/prices', '/admin/prices/simulator', '/admin/prices/history',
            '/admin/margin', '/admin/margin?by=country', '/admin/margin?by=reseller&days=365', '/admin/margin?by=provider&days=90',
            '/admin/jobs', '/admin/webhooks', '/admin/webhooks?outcome=unknown', '/admin/webhooks?event=bench-7',
            '/admin/mail', '/admin/mail?recipient=nobody@bench.test', '/admin/mail?state=failed', '/admin/mail?state=queued',
            '/admin/mail?template=order_delivered', '/admin/mail?template=welcome', '/admin/mail?shop=aurora', '/admin/mail?shop=kite',
            '/admin/mail?shop=kite&template=order_delivered',
            '/admin/audit', '/admin/audit?actor=owner@aurora.test', '/admin/audit?action=session.started',
            '/admin/audit?action=nothing', '/admin/audit?entity={usr}', '/admin/audit?shop=kite', '/admin/audit?shop=aurora',
            '/admin/audit?shop=aurora&action=order.refunded', '/admin/audit?shop=kite&action=session.started',
            '/admin/audit?from={old}&until={old}',
            '/admin/features', '/admin/announcements',
        ],
    },
];

// One connection, so that one request comes after another.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
export function ask(port, host, path, { cookie, form, on } = {}) {
    const origin = `http://${host}:${port}`;
    const headers = { host: `${host}:${port}`, accept: 'text/html', 'accept-encoding': 'identity' };
    if (cookie) headers.cookie = cookie;
    const body = form && new URLSearchParams(form).toString();
    if (body) Object.assign(headers, { origin, referer: `${origin}/reseller`, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) });
    return new Promise((resolve, reject) => {
        const began = performance.now();
        const request = http.request({ host: '127.0.0.1', port, path, agent, headers, method: body ? 'POST' : 'GET' }, (answer) => {
            const parts = [];
            answer.on('data', on ?? ((part) => parts.push(part)));
            answer.on('error', reject);
            answer.on('end', () => resolve({ answer, text: Buffer.concat(parts).toString(), ms: performance.now() - began }));
        });
        request.on('error', reject);
        request.end(body);
    });
}

export async function signIn(port, host, email) {
    const { answer } = await ask(port, host, '/do/accounts/sign_in', { form: { email, password: PASSWORD } });
    const cookie = (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).find((one) => /^session=./.test(one));
    if (!cookie) throw new Error(`${email} cannot sign in at ${host}`);
    return cookie;
}

// Sends the forms that come before the pages.
export async function sendForms(port) {
    for (const { host, email, first } of SURFACES.filter(({ first }) => first)) {
        const cookie = await signIn(port, host, email);
        for (const [path, form] of first) {
            const { answer, text } = await ask(port, host, path, { cookie, form });
            // A refused form goes back to where it came from: without what it makes, pages would be measured empty.
            if (new URL(answer.headers.location ?? '', `http://${host}:${port}`).pathname === '/reseller') throw new Error(`${path} was refused: ${text}`);
        }
    }
}

// Asks for every page `times` times; `each(name, answers)` hears of a page's.
export async function everyPage(port, times, each) {
    const old = new Date(Date.now() - 182 * 86400e3).toISOString().slice(0, 10);
    let words = {};
    for (const { host, email, pages } of SURFACES) {
        words = { old, usr: words.usr, ord: words.ord }; // the console looks at the dashboard's customer and order
        const cookie = await signIn(port, host, email);
        for (const page of pages) {
            const path = page.replace(/\{(\w+)\}/g, (_, name) => {
                if (!words[name]) console.error(`no {${name}} for ${page}`);
                return words[name] ?? 'none';
            });
            const answers = [];
            for (let i = 0; i < times; i++) {
                const found = await ask(port, host, path, { cookie });
                const state = found.answer.statusCode;
                if (state !== 200) throw new Error(`${host}${path} answered ${state}`);
                answers.push(found);
            }
            const { text } = answers[0];
            for (const [, name, id] of text.matchAll(/\b([a-z]{3})_([0-9a-f]{32})\b/g)) words[name] ??= `${name}_${id}`;
            words.next = text.match(/[?&;]after=([^"&]+)"/)?.[1] ?? words.next;
            await each(host.split('.')[0] + page, answers);
        }
    }
}
