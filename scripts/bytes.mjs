// What a first visit transfers, as the wire sees it: headers and compressed bodies of everything the page asks for.
// usage: bytes.mjs URL…     exits 1 when a page is over its budget
import { createRequire } from 'node:module';

const require = createRequire(new URL('../end2end/package.json', import.meta.url));
const { chromium } = require('@playwright/test');

const KB = 1000;
const PAGE_BUDGET = 90, PAGE_WITH_ISLAND_BUDGET = 220, WASM_BUDGET = 180; // kilobytes
const KINDS = ['html', 'css', 'js', 'wasm', 'font', 'image', 'other'];

const kindOf = (mime) =>
    /html/.test(mime) ? 'html' : /css/.test(mime) ? 'css' : /javascript/.test(mime) ? 'js' : /wasm/.test(mime) ? 'wasm'
    : /font|woff/.test(mime) ? 'font' : /image|svg/.test(mime) ? 'image' : 'other';

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});

async function firstVisit(url) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true });
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    const kinds = new Map(), sizes = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
    let requests = 0;
    wire.on('Network.responseReceived', ({ requestId, response }) => kinds.set(requestId, kindOf(response.mimeType)));
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        if (!kinds.has(requestId)) return;
        sizes[kinds.get(requestId)] += encodedDataLength;
        requests += 1;
    });
    const answer = await page.goto(url, { waitUntil: 'networkidle' });
    if (answer.status() !== 200) throw new Error(`${url} answered ${answer.status()}`);
    await context.close();
    return { sizes, requests, total: Object.values(sizes).reduce((a, b) => a + b, 0) };
}

const cells = (values) => console.log(`| ${values.join(' | ')} |`);
const kb = (bytes) => (bytes / KB).toFixed(1);
let over = false;

console.log('First visit, everything transferred, KB\n');
cells(['page', 'requests', ...KINDS, 'total', 'budget', 'of budget']);
cells(['---', ...Array(KINDS.length + 4).fill('---:')]);
try {
    for (const url of process.argv.slice(2)) {
        const { sizes, requests, total } = await firstVisit(url);
        const budget = sizes.wasm ? PAGE_WITH_ISLAND_BUDGET : PAGE_BUDGET;
        over ||= total > budget * KB || sizes.wasm > WASM_BUDGET * KB;
        cells([url, requests, ...KINDS.map((kind) => kb(sizes[kind])), kb(total), budget, `${Math.round(total / budget / KB * 100)} %`]);
        if (sizes.wasm > WASM_BUDGET * KB) console.log(`  wasm is over its own budget of ${WASM_BUDGET} KB`);
    }
} finally {
    await browser.close();
}
process.exit(over ? 1 : 0);
