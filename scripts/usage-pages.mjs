// Server time of a company's pages over its usage, one request after another.
// usage: usage-pages.mjs PORT EVENTS FIGURES [N]     FIGURES keeps the first size's; exits 1 when a page is over its budget
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ask, signIn } from './lists-pages.mjs';

const [, , port, events, file, count = '40'] = process.argv;
const HOST = 'aurora.localhost';
const BUDGET_MS = 100;
const GROWTH = 1.5;
const WARM_UP = 5; // the first ones fill caches and open connections
// The budgets are those of the two dashboards; the others are shown.
const BUDGETED = ['/business/usage', '/business/spend'];
const PAGES = [
    ...BUDGETED, '/business', '/business/usage?by=employee', '/business/usage?by=line', '/business/usage?by=country',
    '/business/usage?by=day&days=90', '/business/spend?by=employee', '/business/alerts',
];

const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const figures = {};
let over = 0;
const cookie = await signIn(port, HOST, 'owner@northwind.test');
console.log(`A company's pages over ${events} readings, ms (budget: p95 ${BUDGET_MS}, and ${GROWTH} times the smaller size's)\n`);
console.log('| page | requests | p50 | p95 | p95 against the smaller |\n| --- | ---: | ---: | ---: | ---: |');
for (const page of PAGES) {
    const each = [];
    for (let i = 0; i < WARM_UP + Number(count); i++) {
        const { answer, ms } = await ask(port, HOST, page, { cookie });
        if (answer.statusCode !== 200) throw new Error(`${page} answered ${answer.statusCode}`);
        if (i >= WARM_UP) each.push(ms);
    }
    each.sort((a, b) => a - b);
    const at = (share) => each[Math.min(each.length - 1, Math.floor(each.length * share))];
    figures[page] = at(0.95);
    const growth = before[page] ? at(0.95) / before[page] : undefined;
    if (BUDGETED.includes(page) && (at(0.95) > BUDGET_MS || growth > GROWTH)) over += 1;
    console.log(`| ${page} | ${each.length} | ${at(0.5).toFixed(1)} | ${at(0.95).toFixed(1)} | ${growth ? `${growth.toFixed(2)}×` : ''} |`);
}
if (!Object.keys(before).length) writeFileSync(file, JSON.stringify(figures));
if (over) console.log(`\n${over} pages are over the budget`);
process.exit(over ? 1 : 0);
