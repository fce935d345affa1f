import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, writePage } from './pages.js';

/** What was measured, as the commands that measured it wrote it. */
export function writeResults() {
  const folder = join(root, 'docs/results');
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  const titles = files.map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    writePage(`results/${file}`, [text]);
    return { file, title: /^# (.*)$/m.exec(text)?.[1] ?? file };
  });
  writePage('results/index.md', [
    '# Results',
    '',
    'Each page was written by the command that stands in it, with the machine and the date.',
    '',
    ...titles.map(({ file, title }) => `* [${title}](./${file})`),
  ]);
}
