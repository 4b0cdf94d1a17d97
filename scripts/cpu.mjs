// The server's CPU time for a page, from the kernel's own accounts (Linux). Exits 1 over budget.
// usage: cpu.mjs PID PORT HOST PATH [N]
// Mean: user and system time of the process over N requests. p50: the scheduler's nanoseconds, request by request,
// which also counts what other threads did meanwhile, so it errs on the high side.
import fs from 'node:fs';
import http from 'node:http';
import { execFileSync } from 'node:child_process';

const [, , pid, port, host, path, count = '500'] = process.argv;
const BUDGET_MS = 1;
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']));
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const get = () => new Promise((resolve, reject) => {
    // Asked to come uncompressed: compression belongs to the proxy or to the cache, not to the page.
    http.get({ host: '127.0.0.1', port, path, agent, headers: { host: `${host}:${port}`, accept: 'text/html' } }, (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`${host}${path} answered ${answer.statusCode}`));
        answer.resume().on('end', resolve);
    }).on('error', reject);
});

function processMs() {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name may contain spaces
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond * 1000;
}

function scheduledMs() {
    let nanoseconds = 0;
    for (const thread of fs.readdirSync(`/proc/${pid}/task`)) {
        nanoseconds += Number(fs.readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    }
    return nanoseconds / 1e6;
}

for (let i = 0; i < 50; i++) await get(); // caches warm, connection open

const n = Number(count), each = [], start = processMs();
const hasSchedule = fs.existsSync(`/proc/${pid}/schedstat`);
for (let i = 0; i < n; i++) {
    const before = hasSchedule ? scheduledMs() : 0;
    await get();
    if (hasSchedule) each.push(scheduledMs() - before);
}
const mean = (processMs() - start) / n;
each.sort((a, b) => a - b);
const at = (share) => (hasSchedule ? each[Math.floor(each.length * share)].toFixed(2) : 'n/a');

console.log(`| ${host}${path} | ${n} | ${mean.toFixed(2)} | ${at(0.5)} | ${at(0.95)} | ${BUDGET_MS} |`);
process.exit(hasSchedule && each[Math.floor(each.length * 0.5)] > BUDGET_MS ? 1 : 0);
