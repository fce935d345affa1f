import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../places.js';
import { findPackage } from './third-party.js';

/**
 * @typedef {{ name: string, dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} Manifest
 * @typedef {{ name: string, folder: string, needs: { name: string, folder: string, ours: boolean }[] }} WorkspacePackage
 */

/** What the device tests need beyond what packages depend on when they are used. */
const TOOLS = ['vitest', 'node-api-headers'];
/** Drives browsers, of which there are none. */
const LEFT_OUT = ['@prattle/tooling-browser'];

/** @param {string} folder @returns {Manifest} */
const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/**
 * The workspace's packages that these need, themselves included, with what they need in turn.
 * @param {readonly string[]} starts folders
 * @returns {WorkspacePackage[]}
 */
export function workspacePackages(starts) {
  /** @type {Map<string, WorkspacePackage>} */
  const found = new Map();
  const queue = [...starts];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const { name, dependencies = {}, devDependencies = {} } = readManifest(folder);
    if (found.has(name)) continue;
    const wanted = [
      ...Object.keys(dependencies),
      ...Object.keys(devDependencies).filter((dev) => dev.startsWith('@prattle/') || TOOLS.includes(dev)),
    ];
    const needs = wanted.flatMap((need) => {
      const place = LEFT_OUT.includes(need) ? undefined : findPackage(folder, need);
      return place === undefined ? [] : [{ name: need, folder: place, ours: !place.includes('.pnpm') }];
    });
    found.set(name, { name, folder, needs });
    for (const need of needs) if (need.ours) queue.push(need.folder);
  }
  return [...found.values()];
}

/**
 * Copies what is in git (or not ignored by it) of a folder, and what was built in it.
 * @param {string} folder @param {string} target the workspace's copy
 */
export function copySources(folder, target) {
  const path = relative(root, folder);
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', path], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\n').filter(Boolean)) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(root, file), join(target, file));
  }
  const built = join(folder, 'dist');
  if (existsSync(built))
    cpSync(built, join(target, path, 'dist'), { recursive: true, filter: (file) => !/\.map$|\.tsbuildinfo$/.test(file) });
}
