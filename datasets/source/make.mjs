// Writes source.txt and dataset.json: a snapshot of this repository's TypeScript and Markdown. See README.md.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const LARGEST = 600_000;
const here = new URL('.', import.meta.url);
const root = new URL('../../', here);

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const tracked = execFileSync('git', ['ls-files', '-z', '*.ts', '*.md'], { cwd: root, encoding: 'utf8' });
const sections = tracked
  .split('\0')
  .filter((path) => path !== '')
  .map((path) => ({ path, text: `// ${path}\n${readFileSync(new URL(path, root), 'utf8').replaceAll('\r\n', '\n')}\n` }));

const kept = [];
let size = 0;
for (const section of sections.toSorted((a, b) => byText(sha256(a.path), sha256(b.path)))) {
  const bytes = Buffer.byteLength(section.text);
  if (size + bytes > LARGEST) continue;
  size += bytes;
  kept.push(section);
}
const source = kept
  .sort((a, b) => byText(a.path, b.path))
  .map(({ text }) => text)
  .join('');

const card = {
  name: 'source',
  kind: 'text',
  licence: 'MIT',
  source: 'own',
  file: 'source.txt',
  bytes: size,
  sha256: sha256(source),
  split: 'by position: 90 % train, 10 % validation',
};
writeFileSync(new URL('source.txt', here), source);
writeFileSync(new URL('dataset.json', here), `${JSON.stringify(card, null, 2)}\n`);
process.stdout.write(`${kept.length} of ${sections.length} files, ${size} bytes\n`);
