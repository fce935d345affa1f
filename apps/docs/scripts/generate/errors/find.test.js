import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../pages.js';
import { everyWay } from './choices.js';
import { findErrors } from './find.js';
import { sourceFiles } from './program.js';

const errors = findErrors();
const codes = new Set(errors.map(({ code }) => code));

/** Texts in the sources that can only be the code of an error, found without understanding what is around them. */
function codesInSources() {
  const patterns = [
    /new \w+Error\(\{[^}]*?\bcode: '([\w-]+)'/g,
    /new ApiError\(\d+, '(\w+)'/g,
    /\b(?:throw|return) (?:datasetError|tokenizerError|failure|usage|unusable)\(\s*'([a-z-]+)'/g,
  ];
  return sourceFiles().flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => ({ code, file })));
  });
}

test('every code that stands in the sources is found', () => {
  const known = codesInSources();
  expect(known.length).toBeGreaterThan(200);
  expect(known.filter(({ code }) => !codes.has(code))).toEqual([]);
});

test.each([
  ['packages/datasets/src/errors.ts', 'DatasetErrorCode'],
  ['packages/core/src/errors/kinds.ts', 'StorageErrorCode'],
  ['packages/core/src/errors/kinds.ts', 'CheckpointErrorCode'],
  ['packages/core/src/errors/kinds.ts', 'RegistryErrorCode'],
])('in %s each code of %s is made somewhere', (file, name) => {
  const [, declared] = new RegExp(`type ${name} =([^;]+);`).exec(readFileSync(join(root, file), 'utf8')) ?? [];
  const all = [...(declared ?? '').matchAll(/'([\w-]+)'/g)].map(([, code]) => code);
  expect(all.length).toBeGreaterThan(2);
  expect(all.filter((code) => !codes.has(code))).toEqual([]);
});

test('every error of ours has a code, says what is wrong and what to do', () => {
  const ours = errors.filter(({ kind }) => kind !== 'ApiError');
  const silent = ours.filter(({ code, what, remedy }) => !/^[a-z-]+$/.test(code) || what === '' || remedy === '');
  expect(silent).toEqual([]);
});

test('helpers are followed to the words of their callers', () => {
  expect(errors).toContainEqual({
    folder: 'core',
    kind: 'UsageError',
    package: 'core',
    status: '',
    code: 'bad-random-state',
    what: 'This is not the state of a ‹generator› generator',
    remedy: 'Give what its `state()` gave.',
  });
  // Through a table of functions, and through two helpers.
  expect(errors).toContainEqual(expect.objectContaining({ code: 'disk-full', what: 'The disk is full: "‹path›" was not written' }));
  expect(errors).toContainEqual(expect.objectContaining({ code: 'damaged', what: '"‹file›" is damaged: its header is not JSON' }));
});

test('choices are taken every way, and stay together', () => {
  const ways = everyWay((choose) => {
    const first = choose(['a', 'b']);
    return first === 'a' ? first : first + choose(['x', 'y', 'z']);
  }, 10);
  expect(ways).toEqual(['a', 'bx', 'by', 'bz']);
  expect(() => everyWay((choose) => choose(['a', 'b', 'c']), 2)).toThrow('more than 2 ways');
});
