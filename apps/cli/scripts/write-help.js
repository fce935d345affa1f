// Part of the build: prints every help page once, so that asking for one need not load every model.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.env.NO_COLOR = '1';
const { main } = await import('../dist/main.js');
const { commands } = await import('../dist/commands/index.js');
const { collectVocabulary } = await import('../dist/help/vocabulary.js');

const built = fileURLToPath(new URL('../dist/built/', import.meta.url));
await rm(built, { recursive: true, force: true });
await mkdir(join(built, 'help'), { recursive: true });

// Each page adds a listener to standard output.
process.stdout.setMaxListeners(0);
// No plugins of a folder here.
const nowhere = await mkdtemp(join(tmpdir(), 'prattle-build-'));
process.chdir(nowhere);
for (const { name } of commands) await writeFile(join(built, 'help', `${name}.txt`), await printed([name, '--help']));
await writeFile(join(built, 'vocabulary.json'), `${JSON.stringify(await collectVocabulary(), null, 2)}\n`);
process.chdir(tmpdir());
await rm(nowhere, { recursive: true });

/**
 * @param {readonly string[]} argv
 * @returns {Promise<string>} what the command line prints
 */
async function printed(argv) {
  const { write } = process.stdout;
  let text = '';
  process.stdout.write = (chunk) => {
    text += chunk;
    return true;
  };
  try {
    await main(argv);
  } finally {
    process.stdout.write = write;
  }
  return text;
}
