// Every kind of page of a surface, found as its user finds it: by the links of its pages.

import { ask } from './ask';

/** An address with its ids and figures left out: two pages of one kind have the same. */
function kindOf(path: string): string {
  return path.replace(/[?#].*/, '').replace(/\/[a-z]{3}_[0-9a-f]{32}/g, '/:id').replace(/\/\d[\w-]*/g, '/:n');
}

/** One page of each kind below `root`, those first that its navigation leads to. Files are left out. */
export async function pagesBelow(origin: string, root: string, session: string): Promise<string[]> {
  const found = new Map<string, string>([[kindOf(root), root]]);
  for (const [, path] of found) {
    const { text, type } = await ask(origin + path, { session });
    if (!type.startsWith('text/html')) continue;
    for (const [, href] of text.matchAll(/<a [^>]*href="([^"#]+)/g)) {
      const link = href.replaceAll('&amp;', '&');
      const isFile = /\.(csv|xml|png|pdf|svg)\b/.test(link) || /<a [^>]*download/.test(link);
      if ((link === root || link.startsWith(`${root}/`)) && !isFile && !found.has(kindOf(link))) found.set(kindOf(link), link);
    }
  }
  return [...found.values()];
}
