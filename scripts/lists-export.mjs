// The reseller's orders as a file, and the memory the server needs for it.   usage: lists-export.mjs PORT SERVER_PID ORDERS
// Exits 1 when the file is not whole, or the server grew by more than the budget.
import { readFileSync, writeFileSync } from 'node:fs';
import { ask, signIn } from './lists-pages.mjs';

const [, , port, pid, orders] = process.argv;
const BUDGET_MB = 40;
const memory = (which) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${which}:\\s+(\\d+)`))[1]) / 1024;

const host = 'aurora.localhost';
const cookie = await signIn(port, host, 'owner@aurora.test');
let result = 0;
console.log('| file | rows | MB | seconds | first byte, ms | server, MB | grew at most, MB |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const [name, least] of [['customers', 0], ['orders', Number(orders)]]) {
    writeFileSync(`/proc/${pid}/clear_refs`, '5'); // the peak begins anew
    const before = memory('VmRSS');
    let rows = 0, bytes = 0, first;
    const began = performance.now();
    const on = (part) => {
        first ??= performance.now() - began;
        bytes += part.length;
        for (const byte of part) if (byte === 10) rows += 1;
    };
    const { answer, ms } = await ask(port, host, `/reseller/${name}.csv`, { cookie, on });
    const grew = memory('VmHWM') - before;
    if (answer.statusCode !== 200 || rows - 1 < least || grew > BUDGET_MB) result = 1;
    console.log(`| ${name}.csv | ${rows - 1} | ${(bytes / 1e6).toFixed(1)} | ${(ms / 1000).toFixed(1)} | ${first?.toFixed(0)} | ${before.toFixed(0)} | ${grew.toFixed(1)} |`);
}
console.log(`\nbudget: the server grows by less than ${BUDGET_MB} MB`);
process.exit(result);
