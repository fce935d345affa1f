import { expect, test } from 'vitest';
import { allowedImports, mayImportTfjs } from './layers.js';

/** @param {string} name @param {string} folder */
const at = (name, folder) => ({ name, folder, path: '', manifest: {} });

test('a package that the table does not know is a plugin', () => {
  expect(allowedImports(at('@someone/model', 'examples/plugin-model'))).toEqual(['@prattle/core', '@prattle/ops', '@prattle/nn']);
});

test('backends know no models, and programs know everything', () => {
  expect(allowedImports(at('@prattle/backend-cuda', 'packages/backend-cuda'))).not.toContain('@prattle/models');
  expect(allowedImports(at('prattle', 'apps/cli'))).toBe('any');
});

test('tfjs has one door, and backends stand behind it', () => {
  expect(['@prattle/ops', '@prattle/backend-cuda', '@prattle/nn'].map(mayImportTfjs)).toEqual([true, true, false]);
});
