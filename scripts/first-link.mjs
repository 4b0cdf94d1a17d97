// The first path, breadth first from "/", that matches.   usage: first-link.mjs PORT HOST PATTERN
// An exact plan page has no fixed address: it is found the way a visitor finds it, in at most two clicks.
import http from 'node:http';

const [, , port, host, pattern] = process.argv;
const wanted = new RegExp(pattern);

const links = (path) => new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path, headers: { host: `${host}:${port}` } }, (answer) => {
        let html = '';
        answer.setEncoding('utf8').on('data', (part) => (html += part)).on('end', () =>
            resolve([...html.matchAll(/<a[^>]+href="?(\/[^"#\s>]*)/g)].map((match) => match[1])));
    }).on('error', reject);
});

const home = await links('/');
let found = home.find((path) => wanted.test(path));
for (let i = 0; !found && i < Math.min(home.length, 10); i++) found = (await links(home[i])).find((path) => wanted.test(path));
if (!found) process.exit(1);
console.log(found);
process.exit(0);
