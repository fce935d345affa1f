import type { Figure } from './figure.js';
import { frame, HEIGHT, PLOT, WIDTH } from './frame.js';
import { element } from './markup.js';
import { extent, linearScale } from './scale.js';

export interface ScatterOptions {
  readonly title: string;
  readonly description: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly label: string }[];
  readonly xLabel?: string;
  readonly yLabel?: string;
}

const TALL = HEIGHT + 120;

/** Labelled points: the labels themselves are the marks. */
export function scatterChart({ title, description, points, xLabel, yLabel }: ScatterOptions): Figure {
  const plot = { ...PLOT, bottom: TALL - 40 };
  const x = linearScale({ domain: extent(points.map((point) => point.x)), range: [plot.left + 10, plot.right - 10] });
  const y = linearScale({ domain: extent(points.map((point) => point.y)), range: [plot.bottom - 8, plot.top + 8] });
  return {
    width: WIDTH,
    height: TALL,
    title,
    description,
    content: [
      frame({ title, x, y, xLabel, yLabel, plot }),
      points.map((point) => element('text', { class: 'strong', x: x(point.x), y: y(point.y) + 4, 'text-anchor': 'middle' }, point.label)),
    ],
  };
}
