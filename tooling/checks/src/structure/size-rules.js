import { readFileSync } from 'node:fs';
import { repositoryFiles } from '../workspace/files.js';
import { fromRoot } from '../workspace/root.js';

/** A file beyond this many lines is hard to read; one that must be longer says why in long-files.json. */
const longest = 400;

const sources = /\.(ts|tsx|js|mjs|cjs|cc|cpp|c|h|hpp|inc|py|sh)$/;

/** @type {readonly import('./import-rules.js').Rule[]} */
export const sizeRules = [{ name: `files have at most ${longest} lines`, violations: longFiles }];

function longFiles() {
  /** @type {Record<string, string>} */
  const reasons = JSON.parse(readFileSync(new URL('./long-files.json', import.meta.url), 'utf8'));
  const files = repositoryFiles(sources).filter((file) => !file.includes('/fixtures/'));
  const long = files.map((file) => ({ file, lines: countLines(file) })).filter(({ lines }) => lines > longest);
  const unexplained = long.filter(({ file }) => reasons[file] === undefined);
  const outdated = Object.keys(reasons).filter((file) => !long.some((entry) => entry.file === file));
  return [
    ...unexplained.map(
      ({ file, lines }) => `${file}: ${lines} lines; split it, or give the reason in tooling/checks/src/structure/long-files.json`,
    ),
    ...outdated.map((file) => `${file}: not a long file any more; take it out of tooling/checks/src/structure/long-files.json`),
  ];
}

/** @param {string} file */
function countLines(file) {
  return readFileSync(fromRoot(file), 'utf8').trimEnd().split('\n').length;
}
