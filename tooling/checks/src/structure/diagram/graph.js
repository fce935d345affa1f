/**
 * @typedef {object} Graph
 * @property {readonly (readonly string[])[]} rows names, the lowest row first: each name stands one above the highest that it imports
 * @property {ReadonlyMap<string, readonly string[]>} arrows from each name to those below that no other of its imports leads to
 */

/**
 * Lays packages out by what they import.
 *
 * @param {ReadonlyMap<string, ReadonlySet<string>>} imports what each package imports, without cycles
 * @returns {Graph}
 */
export function layOut(imports) {
  /** @type {Map<string, number>} */
  const levels = new Map();
  /** @param {string} name @returns {number} */
  const levelOf = (name) => {
    const level = levels.get(name) ?? Math.max(-1, ...[...(imports.get(name) ?? [])].map(levelOf)) + 1;
    levels.set(name, level);
    return level;
  };
  /** @type {string[][]} */
  const rows = [];
  for (const name of [...imports.keys()].sort()) {
    const level = levelOf(name);
    while (rows.length <= level) rows.push([]);
    rows[level]?.push(name);
  }
  const arrows = new Map([...imports].map(([name, below]) => [name, withoutDetours([...below].sort(), imports)]));
  return { rows: untangled(rows, arrows), arrows };
}

/**
 * Leaves out what another one leads to already.
 *
 * @param {readonly string[]} names
 * @param {ReadonlyMap<string, ReadonlySet<string>>} imports
 */
function withoutDetours(names, imports) {
  /** @param {string} from @param {string} to @returns {boolean} */
  const leads = (from, to) => [...(imports.get(from) ?? [])].some((next) => next === to || leads(next, to));
  return names.filter((to) => !names.some((other) => leads(other, to)));
}

/**
 * Orders each row so that names stand above what they import, as far as that goes.
 *
 * @param {readonly (readonly string[])[]} rows
 * @param {ReadonlyMap<string, readonly string[]>} arrows
 */
function untangled(rows, arrows) {
  /** @type {Map<string, number>} */
  const places = new Map();
  return rows.map((row) => {
    /** @param {string} name */
    const wanted = (name) => mean((arrows.get(name) ?? []).map((below) => places.get(below) ?? 0.5));
    const ordered = [...row].sort((a, b) => wanted(a) - wanted(b) || a.localeCompare(b));
    for (const [index, name] of ordered.entries()) places.set(name, (index + 0.5) / ordered.length);
    return ordered;
  });
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.length === 0 ? 0.5 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
