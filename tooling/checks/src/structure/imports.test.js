import { expect, test } from 'vitest';
import { readSpecifiers } from './imports.js';

test('finds imports of values and of types, re-exports, bare and dynamic imports', () => {
  const source = `
import { a } from './a.js';
import type { B } from '@prattle/core';
export { c } from './c.js';
import {
  d,
  e,
} from '@prattle/ops';
import './f.js';
const g = await import('./g.js');
`.trim();
  expect(readSpecifiers(source).sort()).toEqual(['./a.js', './c.js', './f.js', './g.js', '@prattle/core', '@prattle/ops']);
});

test('leaves alone what comments and exported declarations say', () => {
  const source = `
/**
 * import { a } from './a.js';
 */
// import { b } from './b.js';
export const c = 1;
const from = 'nowhere';
`.trim();
  expect(readSpecifiers(source)).toEqual([]);
});
