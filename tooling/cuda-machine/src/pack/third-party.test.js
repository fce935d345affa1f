import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findPackage, NodeModules } from './third-party.js';

/** A folder with these files. @param {Record<string, unknown>} files text, or JSON */
function folderWith(files) {
  const folder = mkdtempSync(join(tmpdir(), 'prattle-pack-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

test('packages lie side by side, and a second version below who needs it', () => {
  const source = folderWith({
    'node_modules/a/package.json': { name: 'a', dependencies: { b: '1', c: '1' }, peerDependencies: { absent: '1' } },
    'node_modules/a/index.js': '1',
    'node_modules/a/index.d.ts': '1',
    'node_modules/a/index.js.map': '1',
    'node_modules/a/README.md': '1',
    'node_modules/b/package.json': { name: 'b', version: '1.0.0', dependencies: { c: '2' } },
    'node_modules/b/node_modules/c/package.json': { name: 'c', version: '2.0.0' },
    'node_modules/c/package.json': { name: 'c', version: '1.0.0', dependencies: { a: '1' } },
  });
  const target = folderWith({});
  new NodeModules(target).add('a', /** @type {string} */ (findPackage(source, 'a')));
  const version = (/** @type {string[]} */ ...path) =>
    JSON.parse(readFileSync(join(target, 'node_modules', ...path, 'package.json'), 'utf8')).version;
  // b comes first and brings its c to the common place; a's own c then lies below a.
  expect(version('c')).toBe('2.0.0');
  expect(version('a', 'node_modules', 'c')).toBe('1.0.0');
  expect(existsSync(join(target, 'node_modules/a/index.js'))).toBe(true);
  for (const file of ['index.d.ts', 'index.js.map', 'README.md']) expect(existsSync(join(target, 'node_modules/a', file))).toBe(false);
});

test('a package is found as Node finds it', () => {
  const folder = folderWith({ 'node_modules/a/package.json': {}, 'deep/er/file.js': '' });
  expect(findPackage(join(folder, 'deep', 'er'), 'a')).toBe(findPackage(folder, 'a'));
  expect(findPackage(folder, 'prattle-no-such-package')).toBeUndefined();
});
