/** @typedef {import('./graph.js').Graph} Graph */

const NARROWEST = 720;
const ROW = 96;
const BOX = 28;
const GAP = 14;
const MARGIN = 20;
const LETTER = 7.4;

/** A row of more stands in two lines, by turns higher and lower. */
const MOST_IN_LINE = 6;

/**
 * The graph as a picture: the lowest row at the bottom, an arrow for every import that no other one implies. Its colours are
 * those of the page that it stands in.
 *
 * @param {Graph} graph
 * @returns {string} SVG
 */
export function draw({ rows, arrows }) {
  const height = rows.length * ROW;
  const width = Math.ceil(Math.max(NARROWEST, ...rows.map(roomFor)));
  const boxes = new Map(rows.flatMap((row, level) => placeRow(row, width, height - (level + 0.5) * ROW)));
  const lines = [...arrows].flatMap(([from, below]) => below.map((to) => arrow(boxes.get(from), boxes.get(to))));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="architecture" viewBox="0 0 ${width} ${height}" role="img" aria-label="Which package imports which">`,
    '<g fill="none" stroke="var(--vp-c-text-3, #888)" stroke-width="1.2" opacity="0.75">',
    ...lines,
    '</g>',
    '<g font-family="ui-monospace, monospace" font-size="12" text-anchor="middle">',
    ...[...boxes].map(([name, box]) => drawBox(name, box)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** @typedef {{ x: number, y: number, width: number }} Box its middle, and how wide it is */

/** @param {readonly string[]} row */
function roomFor(row) {
  return (Math.max(...row.map(widthOf)) + GAP) * (row.length > MOST_IN_LINE ? row.length / 2 : row.length);
}

/** @param {readonly string[]} row @param {number} width of the picture @param {number} y @returns {[string, Box][]} */
function placeRow(row, width, y) {
  const sway = row.length > MOST_IN_LINE ? BOX / 2 + 3 : 0;
  return row.map((name, index) => [
    name,
    { x: MARGIN + ((index + 0.5) / row.length) * (width - 2 * MARGIN), y: y + (index % 2 === 0 ? -sway : sway), width: widthOf(name) },
  ]);
}

/** @param {string} name */
function widthOf(name) {
  return name.length * LETTER + 20;
}

/** @param {Box | undefined} from @param {Box | undefined} to */
function arrow(from, to) {
  if (!from || !to) throw new RangeError('an arrow leads to no box');
  const start = from.y + BOX / 2;
  const end = to.y - BOX / 2;
  const middle = (start + end) / 2;
  return `<path d="M${at(from.x)} ${at(start)}C${at(from.x)} ${at(middle)} ${at(to.x)} ${at(middle)} ${at(to.x)} ${at(end)}"/>`;
}

/** @param {string} name @param {Box} box */
function drawBox(name, { x, y, width }) {
  const left = at(x - width / 2);
  return [
    `<rect x="${left}" y="${at(y - BOX / 2)}" width="${at(width)}" height="${BOX}" rx="7" fill="var(--vp-c-bg-soft, #f6f6f7)" stroke="var(--vp-c-brand-1, #0b7285)"/>`,
    `<text x="${at(x)}" y="${at(y + 4)}" fill="var(--vp-c-text-1, #333)">${name}</text>`,
  ].join('');
}

/** @param {number} value */
function at(value) {
  return Number(value.toFixed(1));
}
