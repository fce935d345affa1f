import { h } from 'vue';

const TOP = 26;
const TALLEST = 30;
const LETTER = 7;

/**
 * A table as colours: `{ rows, columns, values }`. Above zero one colour, below it another, the strongest value full.
 *
 * @param {{ rows: readonly string[], columns: readonly string[], values: readonly (ArrayLike<number>)[] }} data
 * @param {{ width: number }} look
 */
export function heat({ rows, columns, values }, { width }) {
  const left = 10 + LETTER * Math.max(...rows.map((row) => String(row).length));
  const across = Math.min((width - left - 8) / columns.length, 64);
  const down = Math.min(across, TALLEST);
  const strongest = Math.max(...values.flatMap((row) => Array.from(row, Math.abs))) || 1;
  const cell = (value, row, column) => {
    const place = { x: left + column * across, y: TOP + row * down };
    const words = `${rows[row]}, ${columns[column]}: ${Number(value.toPrecision(3))}`;
    return [
      h(
        'rect',
        {
          ...place,
          width: across - 1,
          height: down - 1,
          class: value < 0 ? 'below' : 'above',
          'fill-opacity': Math.abs(value) / strongest,
        },
        [h('title', words)],
      ),
      across >= 38
        ? h(
            'text',
            {
              x: place.x + across / 2,
              y: place.y + down / 2 + 4,
              'text-anchor': 'middle',
              class: Math.abs(value) > 0.6 * strongest ? 'on-full' : 'name',
            },
            value.toFixed(2),
          )
        : null,
    ];
  };
  return {
    height: TOP + rows.length * down + 6,
    legend: [],
    parts: [
      ...columns.map((name, index) => h('text', { x: left + (index + 0.5) * across, y: TOP - 8, 'text-anchor': 'middle' }, String(name))),
      ...rows.map((name, index) => h('text', { x: left - 6, y: TOP + (index + 0.5) * down + 4, 'text-anchor': 'end' }, String(name))),
      ...values.flatMap((row, index) => Array.from(row, (value, column) => cell(value, index, column))),
    ],
  };
}
