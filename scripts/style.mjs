// Bundles and minifies a stylesheet.   usage: style.mjs MAIN.css OUT.css
// The targets are the first browsers with light-dark(), so nothing newer than that is rewritten for older ones.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

const require = createRequire(new URL('../end2end/package.json', import.meta.url));
const { bundle } = require('lightningcss');
const [, , main, out] = process.argv;
const version = (major, minor = 0) => (major << 16) | (minor << 8);

try {
    const { code, warnings } = bundle({
        filename: main,
        minify: true,
        targets: { chrome: version(123), firefox: version(120), safari: version(17, 5) },
    });
    for (const w of warnings) console.error(`${w.loc?.filename ?? main}:${w.loc?.line}: ${w.message}`);
    writeFileSync(out, code);
} catch (e) {
    console.error(`error: ${e.fileName ?? main}:${e.loc?.line ?? '?'}:${e.loc?.column ?? '?'}: ${e.message}`);
    process.exit(1);
}
