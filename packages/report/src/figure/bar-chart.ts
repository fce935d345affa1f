import type { Figure } from './figure.js';
import { shorten, titleOf, WIDTH } from './frame.js';
import { element } from './markup.js';
import { extent, linearScale, logScale } from './scale.js';

export interface BarChartOptions {
  readonly title: string;
  readonly description: string;
  readonly bars: readonly { readonly label: string; readonly value: number; readonly text: string }[];
  /** For values over several powers of ten. Values that are not positive get no bar. */
  readonly log?: boolean;
}

const ROW = 19;
const TOP = 30;
const LABEL = 190;
const VALUE = 64;

/** Named values as bars lying under each other, the value written at the end. */
export function barChart({ title, description, bars, log = false }: BarChartOptions): Figure {
  const values = bars.map(({ value }) => value).filter((value) => Number.isFinite(value) && (!log || value > 0));
  const [low, high] = extent(log ? values : [0, ...values]);
  const domain = log ? ([low / 3, high] as const) : ([Math.min(0, low), high] as const);
  const range = [LABEL, WIDTH - VALUE] as const;
  const x = log ? logScale({ domain, range }) : linearScale({ domain, range });
  return {
    width: WIDTH,
    height: TOP + bars.length * ROW + 8,
    title,
    description,
    content: [
      titleOf(title),
      bars.map(({ label, value, text }, index) => {
        const y = TOP + index * ROW;
        const drawn = Number.isFinite(value) && (!log || value > 0);
        return element(
          'g',
          { class: 's0' },
          element('text', { x: LABEL - 8, y: y + 13, 'text-anchor': 'end' }, shorten(label, 27)),
          drawn && element('rect', { class: 'fill', x: LABEL, y: y + 3, width: Math.max(1, x(value) - LABEL), height: ROW - 6, rx: 2 }),
          element('text', { class: 'strong', x: (drawn ? Math.max(LABEL + 1, x(value)) : LABEL) + 6, y: y + 13 }, text),
        );
      }),
    ],
  };
}
