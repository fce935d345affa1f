import { type Content, element, type Markup } from './markup.js';
import type { Scale } from './scale.js';

/** The usual size: two fit side by side on a desk, one is readable on a phone. */
export const WIDTH = 480;
export const HEIGHT = 300;

/** Where the data goes inside a figure. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const PLOT: Plot = { left: 52, right: WIDTH - 14, top: 46, bottom: HEIGHT - 40 };

export interface FrameOptions {
  readonly title: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
  readonly plot?: Plot;
}

/** Title, axes with their ticks, and what the axes mean. */
export function frame({ title, x, y, xLabel, yLabel, plot = PLOT }: FrameOptions): Markup {
  const { left, right, top, bottom } = plot;
  const across = y.ticks.map(({ value, label }) =>
    element(
      'g',
      {},
      element('line', { class: 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
      element('text', { x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, label),
    ),
  );
  const along = x.ticks.map(({ value, label }) => element('text', { x: x(value), y: bottom + 17, 'text-anchor': 'middle' }, label));
  return element(
    'g',
    {},
    titleOf(title),
    across,
    along,
    yLabel !== undefined && element('text', { x: left - 44, y: top - 12 }, yLabel),
    xLabel !== undefined && element('text', { x: right, y: bottom + 33, 'text-anchor': 'end' }, xLabel),
  );
}

export function titleOf(title: string): Markup {
  return element('text', { class: 'title', x: 8, y: 18 }, title);
}

export interface LegendEntry {
  readonly label: string;
  readonly colour: number;
}

const CHARACTER = 6.6;
const LINE = 17;

/** Names of the series, wrapped to the figure's width. @returns the legend and how high it is */
export function legend(
  entries: readonly LegendEntry[],
  { left, right }: Plot,
  top: number,
): { readonly content: Content; readonly height: number } {
  if (entries.length < 2) return { content: undefined, height: 0 };
  let x = left;
  let row = 0;
  const content = entries.map(({ label, colour }) => {
    const shown = shorten(label, 40);
    const width = 22 + shown.length * CHARACTER + 12;
    if (x > left && x + width > right) {
      x = left;
      row++;
    }
    const y = top + row * LINE;
    const entry = element(
      'g',
      { class: `s${colour}` },
      element('line', { class: 'line', x1: x, x2: x + 14, y1: y - 4, y2: y - 4 }),
      element('text', { x: x + 20, y }, shown),
    );
    x += width;
    return entry;
  });
  return { content, height: (row + 1) * LINE };
}

/** The end of a long name says more than its beginning. */
export function shorten(label: string, length: number): string {
  return label.length <= length ? label : `…${label.slice(label.length - length + 1)}`;
}
