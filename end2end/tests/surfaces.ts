// Every kind of page of a surface, found as its user finds it: by the links of its pages.

import { isFile, kindOf } from '../kind-of.cjs';
import { ask } from './ask';

/** One page of each kind below `root`, those first that its navigation leads to. Files are left out. */
export async function pagesBelow(origin: string, root: string, session: string): Promise<string[]> {
  const found = new Map<string, string>([[kindOf(root), root]]);
  for (const [, path] of found) {
    const { text, type } = await ask(origin + path, { session });
    if (!type.startsWith('text/html')) continue;
    for (const [, href] of text.matchAll(/<a [^>]*href="([^"#]+)/g)) {
      const link = href.replaceAll('&amp;', '&');
      if ((link === root || link.startsWith(`${root}/`)) && !isFile(link) && !found.has(kindOf(link))) found.set(kindOf(link), link);
    }
  }
  return [...found.values()];
}
