/**
 * Runs every marked block of every README and of the documentation's pages, and the program of every folder of `examples/`,
 * against the built packages. Leaves its counts in reports/readme.json.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinBlocks, runnableBlocks } from './blocks.js';
import { runBlock } from './run-block.js';
import { runExample } from './run-example.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const foldersIn = (/** @type {string} */ place) => readdirSync(join(root, place)).map((name) => `${place}/${name}/`);

let passed = 0;
let failed = 0;
/**
 * @param {string} place
 * @param {string | undefined} problem
 */
function count(place, problem) {
  if (problem === undefined) {
    passed += 1;
    return;
  }
  failed += 1;
  console.error(`${place}: the example does not run\n${problem}`);
}

for (const folder of ['', ...['packages', 'apps'].flatMap(foldersIn)]) {
  const file = `${folder}README.md`;
  if (!existsSync(join(root, file))) continue;
  for (const block of runnableBlocks(readFileSync(join(root, file), 'utf8'))) count(`${file}:${block.line}`, runBlock(block));
}

for (const folder of ['course', 'guides', 'start'].map((part) => `apps/docs/${part}/`)) {
  for (const file of readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'))) {
    const blocks = runnableBlocks(readFileSync(join(root, folder, file), 'utf8'));
    // A chapter tells one program in pieces; elsewhere every block stands alone.
    for (const block of folder.endsWith('/course/') ? joinBlocks(blocks) : blocks) count(`${folder}${file}:${block.line}`, runBlock(block));
  }
}

// A page has a program too, for its worker; its own test opens it.
for (const folder of foldersIn('examples')) {
  const program = `${folder}main.js`;
  if (!existsSync(join(root, program)) || existsSync(join(root, folder, 'index.html'))) continue;
  count(program, await runExample(join(root, program)));
}

mkdirSync('reports', { recursive: true });
writeFileSync('reports/readme.json', `${JSON.stringify({ passed, failed })}\n`);
process.exitCode = failed > 0 ? 1 : 0;
