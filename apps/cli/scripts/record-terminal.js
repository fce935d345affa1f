// Writes docs/terminal.md: a session at the terminal, recorded by running it. `pnpm --filter prattle record`, after a build.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/prattle.js', import.meta.url));
const page = fileURLToPath(new URL('../../../docs/terminal.md', import.meta.url));

/** What is typed, under the headings of the page. */
const session = [
  ['What there is', 'prattle --help', 'prattle backends'],
  ['Plan, train, write', 'prattle plan names --minutes 0.3 --write names.json', 'prattle train --config names.json --out runs/names'],
  ['Use it', 'prattle sample runs/names --count 5 --seed 1', 'prattle eval runs/names'],
  [
    'Tables',
    `seq 300 | awk 'BEGIN { print "rooms,price" } { print $1 % 7 + 1 "," ($1 % 7 + 1) * 50 + $1 % 11 }' > houses.csv`,
    'prattle train houses.csv --steps 500 --learning-rate 0.01 --out runs/houses',
    `prattle predict runs/houses '{"rooms": 4}' --interval 0.9`,
  ],
  [
    'Dialogs',
    'prattle train chat --first 3 --batch 3 --steps 300 --optimizer adam --learning-rate 0.02 --out runs/chat',
    "printf 'hi\\nwhat is 2+2?\\nexit\\n' | prattle chat runs/chat --temperature 0",
  ],
  ['A plugin of your own', 'prattle new model my-model', 'prattle completion bash | head -3'],
  ['When something is wrong', 'prattle train names --stps 5', 'prattle train names --model transfomer', 'prattle sample runs/nowhere'],
];

const folder = mkdtempSync(join(tmpdir(), 'prattle-'));
const parts = session.map(([heading, ...commands]) => `## ${heading}\n\n\`\`\`text\n${commands.map(recorded).join('\n\n')}\n\`\`\``);
rmSync(folder, { recursive: true });
writeFileSync(
  page,
  `# At the terminal\n\nA session of the command line, 80 columns wide, recorded by \`apps/cli/scripts/record-terminal.js\`: nothing here was written by hand. Times are those of a machine that was busy.\n\n${parts.join('\n\n')}\n`,
);

/**
 * @param {string} command
 * @returns {string} the command and what it printed, in the order in which it was printed
 */
function recorded(command) {
  const script = `prattle() { "${process.execPath}" "${program}" "$@"; }; exec 2>&1; ${command}`;
  const { stdout } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '80', CI: '1' },
  });
  return `$ ${command}\n${stdout.trimEnd()}`;
}
