// Waits until a URL answers 200.   usage: wait-for.mjs URL PID [SECONDS]
// Gives up (exit 1) when the process is gone or the time is over.
const [, , url, pid, seconds = '60'] = process.argv;
const deadline = Date.now() + Number(seconds) * 1000;

while (Date.now() < deadline) {
    try { process.kill(Number(pid), 0); } catch { process.exit(1); }
    try {
        const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) });
        await answer.arrayBuffer();
        if (answer.status === 200) process.exit(0);
    } catch { /* not listening yet */ }
    await new Promise((resolve) => setTimeout(resolve, 50));
}
process.exit(1);
