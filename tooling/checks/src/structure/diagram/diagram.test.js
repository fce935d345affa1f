import { expect, test } from 'vitest';
import { draw } from './draw.js';
import { layOut } from './graph.js';
import { realImports } from './imports.js';

/** @param {Record<string, string[]>} imports */
const graphOf = (imports) => layOut(new Map(Object.entries(imports).map(([name, below]) => [name, new Set(below)])));

test('a package stands one row above the highest that it imports', () => {
  expect(graphOf({ core: [], ops: ['core'], nn: ['ops', 'core'], text: ['core'] }).rows).toEqual([['core'], ['ops', 'text'], ['nn']]);
});

test('an import that another one leads to has no arrow of its own', () => {
  expect(graphOf({ core: [], ops: ['core'], nn: ['ops', 'core'] }).arrows.get('nn')).toEqual(['ops']);
});

test('the picture changes with any import that it shows', () => {
  const imports = realImports();
  const before = draw(layOut(imports));
  expect(before).toContain('>core</text>');
  imports.get('sampling')?.add('tokenizers');
  expect(draw(layOut(imports))).not.toBe(before);
});

test('what the sources import is read from them', () => {
  const imports = realImports();
  expect([...(imports.get('nn') ?? [])].sort()).toEqual(['core', 'ops']);
  expect(imports.get('runs')?.has('training')).toBe(true);
  expect([...(imports.get('core') ?? [])]).toEqual([]);
});
