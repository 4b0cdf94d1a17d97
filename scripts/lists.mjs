// Server time of the pages of the dashboard and the console over many rows, one request after another.
// usage: lists.mjs PORT READ [N]     READ is what lists-plans.mjs found; exits 1 when a page's p95 is over the budget
import { readFileSync } from 'node:fs';
import { everyPage } from './lists-pages.mjs';

const [, , port, read, count = '40'] = process.argv;
const BUDGET_MS = 150;
const WARM_UP = 5; // the first ones fill caches and open connections
const plans = JSON.parse(readFileSync(read, 'utf8'));

let over = 0;
console.log(`Pages, ms of one request after another (budget: p95 ${BUDGET_MS}); rows PostgreSQL read for one\n`);
console.log('| page | requests | p50 | p95 | statements | rows read |\n| --- | ---: | ---: | ---: | ---: | ---: |');
await everyPage(port, WARM_UP + Number(count), (page, answers) => {
    const each = answers.slice(WARM_UP).map(({ ms }) => ms).sort((a, b) => a - b);
    const at = (share) => each[Math.min(each.length - 1, Math.floor(each.length * share))];
    if (at(0.95) > BUDGET_MS) over += 1;
    console.log(`| ${page} | ${each.length} | ${at(0.5).toFixed(1)} | ${at(0.95).toFixed(1)} | ${plans[page]?.statements ?? ''} | ${plans[page]?.rows ?? ''} |`);
});
if (over) console.log(`\n${over} pages are over the budget`);
process.exit(over ? 1 : 0);
