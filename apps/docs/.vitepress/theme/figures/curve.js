import { h } from 'vue';
import { scaleOf } from './scales.js';

const HEIGHT = 260;
const MARGIN = { left: 52, right: 12, top: 10, bottom: 36 };

/**
 * Lines: `{ name: [y, …] }`, or `{ name: [[x, y], …] }`.
 *
 * @param {Record<string, readonly (number | readonly [number, number])[]>} data
 * @param {{ width: number, x?: string, y?: string, log?: boolean }} look
 */
export function curve(data, { width, x = '', y = '', log = false }) {
  const lines = Object.entries(data)
    .map(([name, values]) => ({ name, points: [...values].map((value, index) => (Array.isArray(value) ? value : [index, value])) }))
    .filter(({ points }) => points.length > 0);
  if (lines.length === 0) return undefined;
  const all = lines.flatMap(({ points }) => points);
  const across = scaleOf(
    all.map(([value]) => value),
    [MARGIN.left, width - MARGIN.right],
  );
  const up = scaleOf(
    all.map(([, value]) => value),
    [HEIGHT - MARGIN.bottom, MARGIN.top],
    log,
  );
  const path = (points) =>
    points
      .filter(([, value]) => up.shows(value))
      .map(([a, b], index) => `${index === 0 ? 'M' : 'L'}${across.at(a).toFixed(1)} ${up.at(b).toFixed(1)}`)
      .join('');
  return {
    height: HEIGHT,
    legend: lines.length > 1 ? lines.map(({ name }) => name) : [],
    parts: [
      ...up.marks.map(({ value, text }) => [
        h('line', { class: 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: up.at(value), y2: up.at(value) }),
        h('text', { x: MARGIN.left - 6, y: up.at(value) + 4, 'text-anchor': 'end' }, text),
      ]),
      ...across.marks.map(({ value, text }) =>
        h('text', { x: across.at(value), y: HEIGHT - MARGIN.bottom + 16, 'text-anchor': 'middle' }, text),
      ),
      h('text', { x: (MARGIN.left + width) / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }, x),
      h('text', { transform: `translate(11 ${HEIGHT / 2 - 12}) rotate(-90)`, 'text-anchor': 'middle' }, y),
      ...lines.map(({ points }, index) => h('path', { class: `line tone-${index + 1}`, d: path(points) })),
    ],
  };
}
