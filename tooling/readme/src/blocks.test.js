import { expect, test } from 'vitest';
import { joinBlocks, runnableBlocks } from './blocks.js';

const markdown = [
  '# Title',
  '',
  '```ts run',
  'const a = 1;',
  '```',
  '',
  '```ts',
  'not(run)',
  '```',
  '',
  '```sh run',
  'echo a',
  'echo b',
  '```',
  '',
].join('\n');

test('takes the marked blocks and no others', () => {
  expect(runnableBlocks(markdown)).toEqual([
    { language: 'ts', code: 'const a = 1;\n', line: 3 },
    { language: 'sh', code: 'echo a\necho b\n', line: 11 },
  ]);
});

test('reads files with Windows line ends', () => {
  expect(runnableBlocks(markdown.replaceAll('\n', '\r\n')).map(({ code }) => code)).toEqual(['const a = 1;\n', 'echo a\necho b\n']);
});

test('joins the program that a page tells in pieces', () => {
  const page = ['```ts run', 'const a = 1;', '```', 'and', '```ts run', 'log(a);', '```', ''].join('\n');
  expect(joinBlocks(runnableBlocks(page))).toEqual([{ language: 'ts', code: 'const a = 1;\n\nlog(a);\n', line: 1 }]);
  expect(joinBlocks([])).toEqual([]);
});
