import type { Figure } from './figure.js';
import { frame, HEIGHT, legend, PLOT, WIDTH } from './frame.js';
import { type Content, coordinate, element } from './markup.js';
import { extent, linearScale, logScale, type Scale } from './scale.js';
import { SERIES_COLOURS } from './style.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One line, or a mark at each point. */
export interface Series {
  readonly label: string;
  readonly points: readonly Point[];
  readonly style?: 'line' | 'marks';
  /** Number of its colour; default: its place among the series. */
  readonly colour?: number;
  /** Drawn in the background: the noisy curve behind its mean. It has no place in the legend and none in the range of y. */
  readonly faint?: boolean;
}

/** An area behind the lines: what is usual. */
export interface Area {
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly low: number; readonly high: number }[];
}

export interface LineChartOptions {
  readonly title: string;
  readonly description: string;
  readonly series: readonly Series[];
  readonly area?: Area | undefined;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Values over several powers of ten: equal ratios are drawn equally far apart. Needs positive values. */
  readonly logY?: boolean;
  readonly logX?: boolean;
  /** The axis of y begins at zero. */
  readonly fromZero?: boolean;
}

/** Curves over a common pair of axes. Points that are not finite are left out, and lines have a gap there. */
export function lineChart({
  title,
  description,
  series,
  area,
  xLabel,
  yLabel,
  logX = false,
  logY = false,
  fromZero = false,
}: LineChartOptions): Figure {
  const named = series.filter(({ faint }) => !faint);
  const entries = [
    ...named.map(({ label, colour }, index) => ({ label, colour: (colour ?? index) % SERIES_COLOURS })),
    ...(area ? [{ label: area.label, colour: AREA_COLOUR }] : []),
  ];
  const names = legend(entries, PLOT, HEIGHT + 8);
  const points = (named.length > 0 ? named : series).flatMap((one) => one.points);
  const xs = extent([...points.map(({ x }) => x).filter((x) => !logX || x > 0)]);
  const ys = extent(
    [...points.map(({ y }) => y), ...(area ? pointsUntil(area, xs[1]) : []).flatMap(({ low, high }) => [low, high])]
      .filter((y) => !logY || y > 0)
      .concat(fromZero ? 0 : []),
  );
  const x = scaleOf(logX, xs, [PLOT.left, PLOT.right], 6);
  const y = scaleOf(logY, ys, [PLOT.bottom, PLOT.top], 5);
  return {
    width: WIDTH,
    height: HEIGHT + (names.height > 0 ? names.height + 4 : 0),
    title,
    description,
    content: [
      frame({ title, x, y, xLabel, yLabel }),
      area && element('g', { class: `s${AREA_COLOUR}` }, element('path', { class: 'fill band', d: areaPath(area, x, y, xs[1]) })),
      series.map((one) => drawSeries(one, (one.colour ?? Math.max(0, named.indexOf(one))) % SERIES_COLOURS, x, y, ys)),
      names.content,
    ],
  };
}

/** What is usual is drawn in a colour that few series reach. */
const AREA_COLOUR = SERIES_COLOURS - 1;

function scaleOf(log: boolean, domain: readonly [number, number], range: readonly [number, number], count: number): Scale {
  return log && domain[0] > 0 ? logScale({ domain, range, count }) : linearScale({ domain, range, count });
}

function drawSeries(
  { label, points, style = 'line', faint }: Series,
  colour: number,
  x: Scale,
  y: Scale,
  [low, high]: readonly [number, number],
): Content {
  const className = `s${colour}${faint ? ' faint' : ''}`;
  if (style === 'marks') {
    const marks = points.filter(({ y: value }) => Number.isFinite(value));
    return element(
      'g',
      { class: className },
      marks.map((point) =>
        element(
          'circle',
          { class: 'fill', cx: x(point.x), cy: y(point.y), r: 3 },
          element('title', {}, `${label}: ${point.y.toPrecision(4)} at ${point.x}`),
        ),
      ),
    );
  }
  const clamp = (value: number) => Math.min(high, Math.max(low, value));
  return element(
    'g',
    { class: className },
    element('path', { class: 'line', d: linePath(points, x, (value) => y(clamp(value))) }, element('title', {}, label)),
  );
}

function linePath(points: readonly Point[], x: Scale, y: (value: number) => number): string {
  let path = '';
  let drawing = false;
  for (const point of points) {
    if (!Number.isFinite(point.x) || !Number.isFinite(point.y)) {
      drawing = false;
      continue;
    }
    path += `${drawing ? 'L' : 'M'}${coordinate(x(point.x))} ${coordinate(y(point.y))}`;
    drawing = true;
  }
  return path;
}

function areaPath(area: Area, x: Scale, y: Scale, end: number): string {
  const shown = pointsUntil(area, end);
  const corner = (value: number, at: number) => `${coordinate(x(at))} ${coordinate(y(value))}`;
  const upper = shown.map((point) => corner(point.high, point.x));
  const lower = shown.map((point) => corner(point.low, point.x)).reverse();
  return shown.length === 0 ? '' : `M${[...upper, ...lower].join('L')}Z`;
}

/** An area as far as the lines go; between its last point and the next one it is cut. */
function pointsUntil({ points }: Area, end: number): Area['points'] {
  const next = points.findIndex((point) => point.x > end);
  const [before, after] = [points[next - 1], points[next]];
  if (!after) return points;
  const shown = points.slice(0, next);
  if (!before || before.x === end) return shown;
  const share = (end - before.x) / (after.x - before.x);
  const between = (from: number, to: number) => from + share * (to - from);
  return [...shown, { x: end, low: between(before.low, after.low), high: between(before.high, after.high) }];
}
