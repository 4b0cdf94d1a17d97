// Puts the site together: public files, and the glue code, wasm and stylesheet under names that carry their hash, so
// that they may be cached for a year. Text and wasm get .br and .gz siblings, the slowest and smallest there are.
// usage: site.mjs WASM_FOLDER PUBLIC_FOLDER SITE_FOLDER HASH_FILE…
// A server reads the HASH_FILE next to its executable ("js: …", "wasm: …", "css: …") to know the names.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const [, , wasmFolder, publicFolder, siteFolder, ...hashFiles] = process.argv;
const pkg = path.join(siteFolder, 'pkg');
const wanted = new Set(); // every file of the site; what else lies there is old and goes

// Written aside and renamed: a server that is running never sees half a file.
function write(file, content) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.new`, content);
    fs.renameSync(`${file}.new`, file);
}

function compress(file, content) {
    if (!/\.(js|wasm|css|svg|txt|json|webmanifest)$/.test(file) || content.length < 512) return;
    const constants = zlib.constants;
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
    for (const [ending, smaller] of [['.br', (c) => zlib.brotliCompressSync(c, brotli)], ['.gz', (c) => zlib.gzipSync(c, { level: 9 })]]) {
        wanted.add(file + ending);
        const upToDate = fs.existsSync(file + ending) && fs.statSync(file + ending).mtimeMs >= fs.statSync(file).mtimeMs;
        if (!upToDate) write(file + ending, smaller(content));
    }
}

function place(file, content) {
    wanted.add(file);
    if (!fs.existsSync(file) || !fs.readFileSync(file).equals(content)) write(file, content);
    compress(file, content);
}

const filesIn = (folder) =>
    !fs.existsSync(folder) ? [] : fs.readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((f) => f.isFile())
        .map((f) => path.relative(folder, path.join(f.parentPath ?? f.path, f.name)));

// ---- public files, as they are -------------------------------------------------------------------------------------
for (const name of filesIn(publicFolder)) place(path.join(siteFolder, name), fs.readFileSync(path.join(publicFolder, name)));

// ---- the package, hashed -------------------------------------------------------------------------------------------
const hashes = {};
for (const [kind, source] of [['js', path.join(wasmFolder, 'shop.js')], ['wasm', path.join(wasmFolder, 'shop.wasm')], ['css', path.join(pkg, 'shop.css')]]) {
    const content = fs.readFileSync(source);
    hashes[kind] = createHash('sha256').update(content).digest('base64url').slice(0, 12).replaceAll('-', 'a').replaceAll('_', 'b');
    place(path.join(pkg, `shop.${hashes[kind]}.${kind}`), content);
}
wanted.add(path.join(pkg, 'shop.css')); // scripts/style.sh writes it here; error pages may link it by this name
for (const name of filesIn(path.join(wasmFolder, 'snippets'))) {
    place(path.join(pkg, 'snippets', name), fs.readFileSync(path.join(wasmFolder, 'snippets', name)));
}

for (const name of filesIn(siteFolder)) if (!wanted.has(path.join(siteFolder, name))) fs.rmSync(path.join(siteFolder, name));

const lines = Object.entries(hashes).map(([kind, hash]) => `${kind}: ${hash}\n`).join('');
for (const hashFile of hashFiles) if (!fs.existsSync(hashFile) || fs.readFileSync(hashFile, 'utf8') !== lines) write(hashFile, lines);
