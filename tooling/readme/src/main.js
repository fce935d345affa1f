/** Runs every marked block of every README and page of the site against the built packages. Leaves its counts in reports/readme.json. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinBlocks, runnableBlocks } from './blocks.js';
import { runBlock } from './run-block.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = ['packages', 'apps'].flatMap((place) => readdirSync(join(root, place)).map((name) => `${place}/${name}/`));
const readmes = ['', ...folders].map((folder) => `${folder}README.md`).filter((file) => existsSync(join(root, file)));
const files = [...readmes, ...pagesIn('apps/docs')];

/** The Markdown pages that are written by hand, below a folder. */
function pagesIn(folder) {
  return ['course', 'guides', 'start'].flatMap((part) =>
    readdirSync(join(root, folder, part))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${part}/${file}`),
  );
}

/** A chapter tells one program in pieces; elsewhere every block stands alone. */
function programsOf(file) {
  const blocks = runnableBlocks(readFileSync(join(root, file), 'utf8'));
  return file.includes('/course/') ? joinBlocks(blocks) : blocks;
}

let passed = 0;
let failed = 0;
for (const file of files) {
  for (const block of programsOf(file)) {
    const problem = runBlock(block);
    if (problem === undefined) passed += 1;
    else {
      failed += 1;
      console.error(`${file}:${block.line}: the example does not run\n${problem}`);
    }
  }
}
mkdirSync('reports', { recursive: true });
writeFileSync('reports/readme.json', `${JSON.stringify({ passed, failed })}\n`);
process.exitCode = failed > 0 ? 1 : 0;
