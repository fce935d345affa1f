import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, writePage } from './pages.js';

/** How to take part, as it stands in the repository; links that lead elsewhere in it become plain names. */
export function writeContributing() {
  writePage('contributing/index.md', [withinSite(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))]);
  for (const file of readdirSync(join(root, 'contributing'))) {
    writePage(`contributing/${file}`, [withinSite(readFileSync(join(root, 'contributing', file), 'utf8'))]);
  }
}

function withinSite(markdown) {
  return markdown
    .replaceAll('](contributing/', '](./')
    .replaceAll(/\[([^\]]+)\]\((?!https?:|\.\/|#|[\w-]+\.md)[^)]*\)/g, (_, text) => text);
}
