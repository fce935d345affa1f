import { h } from 'vue';

const ROW = 24;
const LETTER = 7;

/**
 * Bars beside each other's names: `{ name: value }`, none below zero.
 *
 * @param {Record<string, number>} data
 * @param {{ width: number, y?: string }} look `y`: the unit
 */
export function bars(data, { width, y = '' }) {
  const entries = Object.entries(data);
  const left = 12 + LETTER * Math.max(...entries.map(([name]) => name.length));
  const room = width - left - 84;
  const largest = Math.max(...entries.map(([, value]) => value)) || 1;
  return {
    height: entries.length * ROW + 8,
    legend: [],
    parts: entries.map(([name, value], index) => {
      const middle = 4 + (index + 0.5) * ROW;
      const length = Math.max(1, (value / largest) * room);
      return [
        h('text', { x: left - 6, y: middle + 4, 'text-anchor': 'end' }, name),
        h('rect', { class: 'above', x: left, y: middle - 8, width: length, height: 16, rx: 3 }),
        h('text', { x: left + length + 6, y: middle + 4 }, `${Number.isInteger(value) ? value : Number(value.toPrecision(3))} ${y}`),
      ];
    }),
  };
}
