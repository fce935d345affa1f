import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root, writePage } from './pages.js';

const run = promisify(execFile);
const program = `${root}apps/cli/bin/prattle.js`;

/** The help of every command, as the command line prints it. */
export async function writeCommands() {
  const overview = await help();
  const names = [...overview.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name).filter((name) => name !== 'help' && name !== 'prattle');
  const pages = await Promise.all([...new Set(names)].map(async (name) => ({ name, text: await help(name) })));
  writePage('reference/commands.md', [
    '# Commands',
    '',
    ...block(overview),
    ...pages.flatMap(({ name, text }) => [`## prattle ${name}`, '', ...block(text)]),
  ]);
}

async function help(...command) {
  const { stdout } = await run(process.execPath, [program, ...command, '--help'], {
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
    cwd: root,
  });
  return stdout.trimEnd();
}

function block(text) {
  return ['```text', text, '```', ''];
}
