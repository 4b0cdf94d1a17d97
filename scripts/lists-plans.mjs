// What PostgreSQL did for each page of the dashboard and the console: it writes every plan to its log (auto_explain).
// usage: lists-plans.mjs PORT LOG TABLES RESULT [FULL]
// TABLES (with commas) are the big ones; a page that read one from end to end is named, with its statement, and the exit
// is 1. RESULT becomes what each page read, for lists.mjs; FULL every statement that read much, with its plan.
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { everyPage, sendForms } from './lists-pages.mjs';

const [, , port, log, tables, result, full] = process.argv;
const big = new Set(tables.split(','));
const TIMES = 8; // a prepared statement gets its lasting plan at the sixth time

const file = openSync(log, 'r');
let at = fstatSync(file).size;
function written() {
    const size = fstatSync(file).size;
    const bytes = Buffer.alloc(size - at);
    readSync(file, bytes, 0, bytes.length, at);
    at = size;
    return bytes.toString().matchAll(/LOG: +duration: ([\d.]+) ms +plan:\n((?:\t.*\n)+)/g);
}

function* nodes(plan) {
    yield plan;
    for (const child of plan.Plans ?? []) yield* nodes(child);
}

await sendForms(port);
const pages = {};
const much = [];
let scans = 0;
written();
await everyPage(port, TIMES, async (page, answers) => {
    await new Promise((resolve) => setTimeout(resolve, 50)); // the log's last lines
    let rows = 0, statements = 0;
    const found = new Map();
    for (const [, ms, json] of written()) {
        const statement = JSON.parse(json);
        const text = statement['Query Text'];
        let read = 0;
        for (const node of nodes(statement.Plan)) {
            if (!node['Relation Name']) continue;
            const loops = node['Actual Loops'] ?? 0;
            read += loops * ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0));
            if (node['Node Type'] === 'Seq Scan' && big.has(node['Relation Name']) && loops > 0) found.set(`${node['Relation Name']}\n${text}`, node);
        }
        rows += read;
        statements += 1;
        if (Number(ms) > 5 || read > 5000) much.push(`== ${page}: ${ms} ms, ${read} rows\n${json}\n`);
    }
    pages[page] = { rows: Math.round(rows / answers.length), statements: Math.round(statements / answers.length), scans: [...found.keys()].map((one) => one.split('\n')[0]) };
    for (const one of found.keys()) {
        const [table, ...text] = one.split('\n');
        console.log(`${page} reads ${table} from end to end:\n${text.join('\n')}\n`);
    }
    scans += found.size;
});
closeSync(file);
writeFileSync(result, JSON.stringify(pages));
if (full) writeFileSync(full, much.join('\n'));
console.log(scans === 0 ? `no page reads a big table from end to end (${big.size} tables of more than 10,000 rows)` : `${scans} statements read a big table from end to end`);
process.exit(scans === 0 ? 0 : 1);
