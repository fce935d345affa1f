import type { Figure } from './figure.js';
import { shorten, titleOf, WIDTH } from './frame.js';
import { coordinate, element } from './markup.js';

export interface HeatMapOptions {
  readonly title: string;
  readonly description: string;
  /** [row][column]; negative values are drawn in a second colour. */
  readonly values: readonly (readonly number[])[];
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  /** The value that is drawn strongest; default: the largest in size. */
  readonly most?: number;
  readonly width?: number;
}

const TOP = 30;
const LABELS = 42;
/** Below this, labels would overlap. */
const LABEL_PITCH = 11;
const TALLEST = 36;
const TITLE_CHARACTER = 8;

/** A table of numbers as a table of shades, one cell each. */
export function heatMap({ title, description, values, rowLabels = [], columnLabels = [], most, width = WIDTH }: HeatMapOptions): Figure {
  const columns = Math.max(1, ...values.map((row) => row.length));
  const left = rowLabels.length > 0 ? LABELS : 8;
  const top = TOP + (columnLabels.length > 0 ? 16 : 0);
  const cellWidth = (width - left - 8) / columns;
  const cellHeight = Math.min(TALLEST, Math.max(rowLabels.length > 0 ? LABEL_PITCH : 4, cellWidth));
  const largest = most ?? values.flat().reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  const every = Math.ceil(LABEL_PITCH / cellWidth);
  return {
    width,
    height: Math.ceil(top + values.length * cellHeight + 8),
    title,
    description,
    content: [
      titleOf(shorten(title, Math.floor((width - 16) / TITLE_CHARACTER))),
      columnLabels.map(
        (label, column) =>
          column % every === 0 &&
          element('text', { x: left + (column + 0.5) * cellWidth, y: top - 5, 'text-anchor': 'middle' }, shorten(label, 4)),
      ),
      rowLabels.map((label, row) =>
        element('text', { x: left - 5, y: top + (row + 0.5) * cellHeight + 4, 'text-anchor': 'end' }, shorten(label, 5)),
      ),
      cells(
        values,
        largest,
        (row, column) => [left + column * cellWidth, top + row * cellHeight],
        `h${coordinate(cellWidth + 0.2)}v${coordinate(cellHeight + 0.2)}h-${coordinate(cellWidth + 0.2)}z`,
      ),
    ],
  };
}

/** Shades that are told apart. */
const LEVELS = 20;
/** Below 1, small values show more: eyes see ratios. */
const CURVE = 0.7;

/** All cells of one shade are one path. Cells of next to nothing are left out: the paper shows. They overlap by a hair, so that no seams show. */
function cells(
  values: HeatMapOptions['values'],
  most: number,
  place: (row: number, column: number) => readonly [x: number, y: number],
  size: string,
) {
  const paths = new Map<number, string>();
  for (const [row, line] of values.entries()) {
    for (const [column, value] of line.entries()) {
      const level = Math.round(LEVELS * Math.min(1, Math.abs(value) / most) ** CURVE) * Math.sign(value);
      if (!level) continue; // nothing, or not a number
      const [x, y] = place(row, column);
      paths.set(level, `${paths.get(level) ?? ''}M${coordinate(x)} ${coordinate(y)}${size}`);
    }
  }
  return Array.from(paths, ([level, d]) =>
    element('g', { class: level < 0 ? 's1' : 's0' }, element('path', { class: 'fill', d, opacity: Math.abs(level) / LEVELS })),
  );
}
