import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../files/source-file.js';
import { storageWith } from '../test/helpers.js';
import { flatten } from './flatten.js';
import { jsonText } from './json-text.js';
import { readExamples } from './read-examples.js';
import { readRows } from './read-rows.js';

const file = (name: string, text: string) => fileOf(name, new TextEncoder().encode(text));

describe('rows', () => {
  it('of CSV: quotes, a byte order mark, Windows line ends, gaps, and codes that are no numbers', async () => {
    const csv = '\u{feff}name,postcode,size,note\r\n"Smith, Jo",01234,+.5,\r\n"say ""hi""",98765,-2e3,x\r\n';
    expect(await readRows([file('a.csv', csv)])).toEqual([
      { name: 'Smith, Jo', postcode: '01234', size: 0.5, note: null },
      { name: 'say "hi"', postcode: 98765, size: -2000, note: 'x' },
    ]);
  });

  it('of Parquet: 64-bit integers are numbers, dates are text', async () => {
    const written = parquetWriteBuffer({
      columnData: [
        { name: 'id', data: [1n, 2n], type: 'INT64' },
        { name: 'size', data: [0.5, 1.5], type: 'DOUBLE' },
        { name: 'kind', data: ['a', 'b'], type: 'STRING' },
        { name: 'day', data: [new Date(0), new Date(86_400_000)], type: 'TIMESTAMP' },
      ],
    });
    expect(await readRows([fileOf('a.parquet', new Uint8Array(written))])).toEqual([
      { id: 1, size: 0.5, kind: 'a', day: '1970-01-01T00:00:00.000Z' },
      { id: 2, size: 1.5, kind: 'b', day: '1970-01-02T00:00:00.000Z' },
    ]);
  });

  it.each([
    ['a.parquet', 'PAR1 but no more', /a\.parquet cannot be read as Parquet/],
    ['a.jsonl', '{"x": 1}\n{"x": \n', /a\.jsonl, line 2, is not JSON/],
    ['a.json', '[{"x": 1}, 3]', /Row 2 of a\.json is 3, not an object/],
    ['a.json', '[]', /has no rows/],
  ])('of %s that holds %j are refused', async (name, content, message) => {
    await expect(readRows([file(name, content)])).rejects.toThrow(message);
  });

  it('without a name to go by are told by their beginning', async () => {
    const expected = [{ a: 1, b: 'x' }];
    for (const text of ['a,b\n1,x\n', 'a\tb\n1\tx\n', '{"a": 1, "b": "x"}\n', '[{"a": 1, "b": "x"}]', '{\n  "a": 1,\n  "b": "x"\n}\n']) {
      expect(await readRows([file('standard input', text)]), text).toEqual(expected);
    }
  });
});

describe('flatten and jsonText', () => {
  it('bring nested values to the top, and write them as people do', () => {
    expect(flatten({ a: { b: { c: 1 } }, d: [2, { e: null }] })).toEqual({ 'a.b.c': 1, 'd.0': 2, 'd.1.e': null });
    expect(jsonText({ lr: 0.001, tags: ['a', 2], deep: { on: true, none: null } })).toBe(
      '{"lr": 0.001, "tags": ["a", 2], "deep": {"on": true, "none": null}}',
    );
  });
});

describe('what is given to be predicted for', () => {
  it('is JSON, a file, or a text', async () => {
    const storage = await storageWith({ 'rows.csv': 'a,b\n1,2\n3,4\n', notes: '{"a": 1}\n{"a": 2}\n' });
    expect(await readExamples('{"a": 1}', storage)).toEqual([{ a: 1 }]);
    expect(await readExamples(' [{"a": 1}, "text"]', storage)).toEqual([{ a: 1 }, 'text']);
    expect(await readExamples('rows.csv', storage)).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
    expect(await readExamples('notes', storage)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await readExamples('twenty-four cores', storage)).toEqual(['twenty-four cores']);
    await expect(readExamples('missing.csv', storage)).rejects.toThrow(/no file or folder missing\.csv/);
    await expect(readExamples('{"a": 1', storage)).rejects.toThrow(/the JSON given.* is not JSON/);
    await expect(readExamples('[]', storage)).rejects.toThrow(/nothing to predict for/);
  });
});
