// Lighthouse's mobile scores.   usage: lighthouse.mjs URL…     exits 1 when a score is under its target
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const lighthouse = fileURLToPath(new URL('../end2end/node_modules/.bin/lighthouse', import.meta.url));
const TARGETS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
const kinds = Object.keys(TARGETS);
let under = false;

console.log('Lighthouse, mobile (LCP ms, TBT ms, CLS)\n');
console.log(`| page | ${kinds.join(' | ')} | LCP | TBT | CLS |`);
console.log(`| --- |${' ---: |'.repeat(kinds.length + 3)}`);
for (const url of process.argv.slice(2)) {
    const report = JSON.parse(execFileSync(lighthouse, [
        url, '--output=json', '--quiet', `--only-categories=${kinds.join(',')}`,
        '--chrome-flags=--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking',
    ], {
        env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? '/usr/bin/chromium' },
        maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'ignore'],
    }));
    const scores = kinds.map((kind) => Math.round(report.categories[kind].score * 100));
    const value = (audit) => report.audits[audit].numericValue;
    under ||= scores.some((score, i) => score < TARGETS[kinds[i]]);
    console.log(`| ${url} | ${scores.join(' | ')} | ${Math.round(value('largest-contentful-paint'))} | ${Math.round(value('total-blocking-time'))} | ${value('cumulative-layout-shift').toFixed(3)} |`);
    const failed = kinds.flatMap((kind) => report.categories[kind].auditRefs)
        .filter((ref) => ref.weight > 0 && report.audits[ref.id].score !== null && report.audits[ref.id].score < 0.9);
    for (const { id } of failed) console.log(`  ${id}: ${report.audits[id].title}`);
}
console.log(`\ntargets: ${kinds.map((kind) => `${kind} ${TARGETS[kind]}`).join(', ')}`);
process.exit(under ? 1 : 0);
