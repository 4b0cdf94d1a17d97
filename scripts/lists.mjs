// Server time of the pages of the dashboard and the console over many rows, one request after another.
// usage: lists.mjs PORT [N]     exits 1 when a page's p95 is over the budget
// A page is a line of PAGES; {customer} and {order} become ids found on the lists before it.
import http from 'node:http';

const [, , port, count = '40'] = process.argv;
const BUDGET_MS = 150;
const PASSWORD = 'demo-pass-1234';
const SURFACES = [
    {
        host: 'aurora.localhost', email: 'owner@aurora.test', pages: [
            '/reseller/customers',
            '/reseller/customers?sort=seen',
            '/reseller/customers?q=ann',
            '/reseller/customers?q=a1',
            '/reseller/customers?state=suspended',
            '/reseller/customers/{customer}',
            '/reseller/orders',
            '/reseller/orders?state=released',
            '/reseller/orders?state=in_flight',
            '/reseller/orders?state=unknown',
            '/reseller/orders?country=FR',
            '/reseller/orders?country=PT',
            '/reseller/orders?country=AQ',
            '/reseller/orders?kind=number',
            '/reseller/orders?q=ann',
            '/reseller/orders?from=2001-01-01&until=2001-12-31',
            '/reseller/orders/{order}',
            '/reseller', '/reseller?days=90', '/reseller/start', '/reseller/brand', '/reseller/brand/history',
            '/reseller/domains', '/reseller/prices', '/reseller/prices/history', '/reseller/catalogue',
            '/reseller/promotions', '/reseller/money', '/reseller/staff', '/reseller/staff/roles', '/reseller/api-keys',
            '/reseller/webhooks', '/reseller/settings',
        ],
    },
    {
        host: 'localhost', email: 'admin@clouddail.test', pages: [
            '/admin',
            '/admin/people?q=ann@bench',
            '/admin/people?q={order}',
            '/admin/people/{customer}',
            '/admin/resellers', '/admin/orders', '/admin/orders/{order}', '/admin/cases', '/admin/reconciliation',
            '/admin/ledger', '/admin/payouts', '/admin/providers', '/admin/catalogue', '/admin/prices', '/admin/margin',
            '/admin/jobs', '/admin/webhooks', '/admin/mail', '/admin/audit', '/admin/features', '/admin/announcements',
        ],
    },
];

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
function ask(host, path, { cookie, form } = {}) {
    const origin = `http://${host}:${port}`;
    const headers = { host: `${host}:${port}`, accept: 'text/html', 'accept-encoding': 'identity' };
    if (cookie) headers.cookie = cookie;
    const body = form && new URLSearchParams(form).toString();
    if (body) Object.assign(headers, { origin, referer: `${origin}/sign-in`, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) });
    return new Promise((resolve, reject) => {
        const began = performance.now();
        const request = http.request({ host: '127.0.0.1', port, path, agent, headers, method: body ? 'POST' : 'GET' }, (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part));
            answer.on('end', () => resolve({ answer, text: Buffer.concat(parts).toString(), ms: performance.now() - began }));
        });
        request.on('error', reject);
        request.end(body);
    });
}

const ids = {};
let over = false;
console.log(`Lists, ms of one request after another (budget: p95 ${BUDGET_MS})\n`);
console.log('| page | requests | p50 | p95 |\n| --- | ---: | ---: | ---: |');
for (const { host, email, pages } of SURFACES) {
    const signedIn = await ask(host, '/do/accounts/sign_in', { form: { email, password: PASSWORD } });
    const cookie = (signedIn.answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).find((one) => /^session=./.test(one));
    if (!cookie) throw new Error(`${email} cannot sign in at ${host}`);
    for (const page of pages) {
        const path = page.replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? `no-${name}`);
        const each = [];
        for (let i = 0; i < 5 + Number(count); i++) {
            const { answer, text, ms } = await ask(host, path, { cookie });
            if (answer.statusCode !== 200) throw new Error(`${host}${path} answered ${answer.statusCode}`);
            ids.customer ??= text.match(/usr_[0-9a-f]{32}/)?.[0];
            ids.order ??= text.match(/ord_[0-9a-f]{32}/)?.[0];
            if (i >= 5) each.push(ms); // the first ones warm caches and connections
        }
        each.sort((a, b) => a - b);
        const at = (share) => each[Math.min(each.length - 1, Math.floor(each.length * share))];
        over ||= at(0.95) > BUDGET_MS;
        console.log(`| ${host}${path} | ${each.length} | ${at(0.5).toFixed(1)} | ${at(0.95).toFixed(1)} |`);
    }
}
process.exit(over ? 1 : 0);
