import { readFileSync } from 'node:fs';

/** By package, in KB of 1,000 bytes: what a user downloads, and what it takes on the disk. */
/** @type {Record<string, { packed: number, unpacked: number }>} */
const budgets = JSON.parse(readFileSync(new URL('./size-budgets.json', import.meta.url), 'utf8'));

/**
 * @param {string} name of the package
 * @param {{ packed: number, unpacked: number }} bytes
 * @returns {string[]} what is larger than it may be
 */
export function sizeFindings(name, bytes) {
  const budget = budgets[name];
  if (budget === undefined) return [`size: ${name} has no budget in tooling/checks/src/package/size-budgets.json`];
  return /** @type {const} */ (['packed', 'unpacked']).flatMap((kind) => {
    const size = Math.ceil(bytes[kind] / 1000);
    return size <= budget[kind] ? [] : [`size: ${size} KB ${kind}, and ${budget[kind]} KB are allowed (size-budgets.json)`];
  });
}
