import { h } from 'vue';
import { scaleOf } from './scales.js';

const HEIGHT = 300;
const MARGIN = 22;

/**
 * Things in a plane: `{ name: [x, y] }`.
 *
 * @param {Record<string, readonly [number, number]>} data
 * @param {{ width: number }} look
 */
export function points(data, { width }) {
  const places = Object.entries(data);
  const across = scaleOf(
    places.map(([, [x]]) => x),
    [MARGIN, width - MARGIN],
  );
  const up = scaleOf(
    places.map(([, [, y]]) => y),
    [HEIGHT - MARGIN, MARGIN],
  );
  return {
    height: HEIGHT,
    legend: [],
    parts: places.map(([name, [x, y]]) => [
      h('circle', { class: 'point', cx: across.at(x), cy: up.at(y), r: 11 }),
      h('text', { x: across.at(x), y: up.at(y) + 4, 'text-anchor': 'middle', class: 'name' }, name),
    ]),
  };
}
