import type { Figure } from './figure.js';
import { shorten, titleOf, WIDTH } from './frame.js';
import { element } from './markup.js';
import { heat } from './style.js';

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
const LABELS = 34;
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
      values.map((row, index) => [
        rowLabels[index] !== undefined &&
          element('text', { x: left - 5, y: top + (index + 0.5) * cellHeight + 4, 'text-anchor': 'end' }, shorten(rowLabels[index], 4)),
        row.map((value, column) => cell(left + column * cellWidth, top + index * cellHeight, cellWidth, cellHeight, value, largest)),
      ]),
    ],
  };
}

/** Cells of next to nothing are left out: the paper shows. They overlap by a hair, so that no seams show. */
function cell(x: number, y: number, width: number, height: number, value: number, most: number) {
  const share = most > 0 ? Math.abs(value) / most : 0;
  if (!(share >= 0.004)) return undefined;
  return element(
    'g',
    { class: value < 0 ? 's1' : 's0' },
    element('rect', { class: 'fill', x, y, width: width + 0.2, height: height + 0.2, opacity: heat(share) }),
  );
}
