import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace: the repository, or what was packed of it. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export const fromRoot = (/** @type {string[]} */ ...parts) => join(root, ...parts);

export const cli = fromRoot('apps', 'cli', 'bin', 'prattle.js');
export const goldenFiles = fromRoot('packages', 'testing', 'fixtures', 'golden');
export const emulatedDriver = fromRoot('packages', 'backend-cuda', 'build', 'libcuda-emulated.so');
export const resultFile = fromRoot('docs', 'results', 'cuda.json');
export const pageFile = fromRoot('docs', 'results', 'cuda.md');
