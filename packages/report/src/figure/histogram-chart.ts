import type { Histogram } from '@prattle/inspection';
import type { Figure } from './figure.js';
import { shorten } from './frame.js';
import { type Content, element } from './markup.js';
import { linearScale } from './scale.js';

export interface HistogramOptions {
  readonly title: string;
  readonly description: string;
  readonly histogram: Histogram;
}

const WIDTH = 220;
const HEIGHT = 120;
const TOP = 26;
const BOTTOM = HEIGHT - 22;

/** How values are spread: a small picture, for many side by side. */
export function histogramChart({ title, description, histogram: { low, high, counts } }: HistogramOptions): Figure {
  const most = Math.max(1, ...counts);
  const pitch = (WIDTH - 16) / counts.length;
  const x = linearScale({ domain: [low, high], range: [8, WIDTH - 8], count: 3 });
  const bars: Content = counts.map((count, index) => {
    const height = (count / most) * (BOTTOM - TOP);
    return (
      count > 0 && element('rect', { class: 'fill', x: 8 + index * pitch, y: BOTTOM - height, width: Math.max(0.5, pitch - 0.6), height })
    );
  });
  return {
    width: WIDTH,
    height: HEIGHT,
    title,
    description,
    content: [
      element('text', { class: 'strong', x: 8, y: 16 }, shorten(title, 30)),
      element('line', { class: 'grid', x1: 8, x2: WIDTH - 8, y1: BOTTOM, y2: BOTTOM }),
      element('g', { class: 's0' }, bars),
      x.ticks.map(({ value, label }) => element('text', { x: x(value), y: BOTTOM + 15, 'text-anchor': 'middle' }, label)),
    ],
  };
}
