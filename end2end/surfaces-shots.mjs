#!/usr/bin/env node
// Pictures of every kind of page of the dashboard, the company's pages and the console, for people to look at.
// Needs a running, seeded server; see camera.mjs.
//   node end2end/surfaces-shots.mjs [FOLDER]      FOLDER is var/shots unless given; ONLY=text takes matching addresses

import { aurora, kite, only, platform, signIn, take, visit } from './camera.mjs';
import { isFile, kindOf } from './kind-of.cjs';

const surfaces = [
  { name: 'aurora', url: aurora, root: '/reseller', email: 'owner@aurora.test' },
  { name: 'kite', url: kite, root: '/reseller', email: 'owner@kite.test' },
  { name: 'northwind', url: aurora, root: '/business', email: 'owner@northwind.test' },
  { name: 'platform', url: platform, root: '/admin', email: 'admin@clouddail.test' },
];
const looks = [
  { device: 'desktop', scheme: 'light' },
  { device: 'phone', scheme: 'dark' },
];

await visit(surfaces, async (page, { name: shop, root, email }) => {
  await page.goto('/sign-in');
  await signIn(page, email);
  await page.waitForURL(/\/(account|admin|reseller|business)/);
  const found = new Map([[root, root]]);
  for (const [kind, path] of found) {
    await page.goto(path, { waitUntil: 'load' });
    const links = await page.locator('a[href]:not([download])').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    for (const link of links) {
      if (link.startsWith(root) && !isFile(link) && !found.has(kindOf(link))) found.set(kindOf(link), link);
    }
    if (!path.includes(only)) continue;
    for (const look of looks) await take(page, { shop, ...look, name: kind.slice(1).replaceAll(/[/:]+/g, '-') });
  }
});
