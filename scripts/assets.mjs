// The two assets that are made, not copied.
// usage: assets.mjs flags FOLDER                      minifies every flag in place
//        assets.mjs icons FOLDER OUT.svg NAME…        one sprite, a <symbol> per icon
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [, , what, folder, ...rest] = process.argv;

if (what === 'flags') {
    const require = createRequire(new URL('../end2end/package.json', import.meta.url));
    const { optimize } = require('svgo');
    for (const name of fs.readdirSync(folder)) {
        const file = path.join(folder, name);
        const source = fs.readFileSync(file, 'utf8');
        // The drawing is 640 units wide and shown at 24 to 96 pixels.
        const floatPrecision = source.length > 12_000 ? 0 : 1;
        const { data } = optimize(source, { path: file, multipass: true, floatPrecision });
        fs.writeFileSync(file, data);
    }
} else if (what === 'icons') {
    const [out, ...names] = rest;
    const symbols = names.map((name) => {
        const svg = fs.readFileSync(path.join(folder, `${name}.svg`), 'utf8');
        const drawing = svg.replace(/^[\s\S]*?<svg[\s\S]*?>/, '').replace('</svg>', '').replace(/\s*\n\s*/g, '').replaceAll(' />', '/>');
        return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>\n`;
    });
    fs.writeFileSync(out, `<!-- Lucide, ISC licence: /licences/lucide.txt -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('')}</svg>\n`);
}
