import { describe, expect, it } from 'vitest';
import { inferDataset } from './infer.js';
import { storageWith } from './test/helpers.js';
import { text } from './text/plugin.js';

const WORDS = ['anna', 'Bert', 'Zoë', "o'neill", 'jean-luc', 'dr.no', 'u2', 'x', 'Łukasz', 'renée', '姓名', ''].join('\n');

const infer = async (content: Record<string, string>, ...paths: string[]) => {
  const { plugin, paths: files, reason } = await inferDataset(paths, { storage: await storageWith(content) });
  return { name: plugin.name, files, reason };
};

describe('what DATA means', () => {
  it('is a dataset when it has the name of one, whatever files there are', async () => {
    expect(await infer({ names: 'x' }, 'names')).toEqual({ name: 'names', files: [], reason: '"names" is the name of a dataset' });
    expect(await infer({ names: 'x' }, './names')).toMatchObject({ name: 'text', files: ['./names'] });
  });

  it('may be the name of a dataset from elsewhere', async () => {
    const poems = { ...text, name: 'poems' };
    const found = await inferDataset(['poems'], { storage: await storageWith({}), known: [poems] });
    expect(found.plugin).toBe(poems);
  });

  it('is words when every line is one short word', async () => {
    expect(await infer({ 'a.txt': WORDS }, 'a.txt')).toMatchObject({ name: 'words', reason: 'every line of a.txt is one short word' });
    expect(await infer({ 'a.txt': `${'banana\r\n'.repeat(300_000)}` }, 'a.txt')).toMatchObject({ name: 'words' });
  });

  it.each([
    ['one line has two words', `${WORDS}\nnew york`],
    ['one line is long', `${WORDS}\n${'a'.repeat(33)}`],
    ['lines are numbers', '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n'],
    ['a line looks like code', `${WORDS}\n}`],
    ['there are few', 'one\ntwo\nthree\n'],
  ])('is text when %s', async (_why, content) => {
    expect(await infer({ 'a.txt': content }, 'a.txt')).toMatchObject({ name: 'text', files: ['a.txt'] });
  });

  it('is text for folders, standard input, and words beside text', async () => {
    expect(await infer({ 'folder/a.txt': WORDS }, 'folder')).toMatchObject({ name: 'text' });
    expect(await infer({}, '-')).toMatchObject({ name: 'text' });
    expect(await infer({ 'a.txt': WORDS, 'b.txt': 'Some prose.' }, 'a.txt', 'b.txt')).toMatchObject({ name: 'text' });
    expect(await infer({ 'a.txt': WORDS, 'b.txt': WORDS }, 'a.txt', 'b.txt')).toMatchObject({ name: 'words' });
  });

  it.each([
    ['table', 'a.csv', 'x,y\n1,2\n'],
    ['table', 'a.tsv', 'x\ty\n1\t2\n'],
    ['table', 'a.parquet', 'PAR1'],
    ['table', 'a.json', '[{"x": 1, "y": 2}]'],
    ['table', 'a.jsonl', '{"cpu": {"cores": 8}, "y": 2}\n{"cpu": {"cores": 9}, "y": 3}\n'],
    ['text-to-number', 'a.jsonl', '{"text": "three", "value": 3}\n'],
    ['dialogs', 'a.jsonl', '{"messages": [{"role": "user", "content": "hi {}"}, {"role": "assistant", "content": "ho"}]}\n'],
    ['dialogs', 'a.txt', '<system>Be nice.</system>\n<user>hi</user><assistant>ho</assistant><eot>'],
    ['text', 'a.json', '{"name": "one object", "version": 1}'],
    ['text', 'a.jsonl', 'not json at all'],
  ])('is %s for %s that begins with %j', async (kind, path, content) => {
    expect(await infer({ [path]: content }, path)).toMatchObject({ name: kind, files: [path] });
  });

  it('is what the model that is named can make of rows', async () => {
    const storage = await storageWith({ 'a.csv': 'x,y\n1,2\n', 'a.jsonl': '{"text": "three", "value": 3}\n' });
    const name = async (path: string, task: string) => (await inferDataset([path], { storage, task })).plugin.name;
    expect(await name('a.csv', 'text-to-number')).toBe('text-to-number');
    expect(await name('a.csv', 'next-token')).toBe('text');
    expect(await name('a.jsonl', 'classification')).toBe('table');
  });

  it('suggests a dataset when a name is none', async () => {
    await expect(infer({}, 'nmaes')).rejects.toThrow(/no dataset "nmaes".*Did you mean "names"\?/);
    expect(await infer({}, 'missing.txt')).toMatchObject({ name: 'text' });
  });
});
