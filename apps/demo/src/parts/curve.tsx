import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { Columns } from '../views/train/loss-curve.js';

export interface Line {
  readonly label: string;
  /** A custom property of the style sheet. */
  readonly color: string;
  readonly width: number;
  readonly points?: boolean;
}

export interface CurveProps {
  readonly columns: Columns;
  readonly lines: readonly Line[];
  /** The numbers of two lines between which is coloured, the upper one first, counted from 1. */
  readonly between?: readonly [upper: number, lower: number];
  /** What there is to see, for those who do not. */
  readonly description: string;
  readonly height: number;
}

/** Lines that grow, drawn by uPlot. */
export function Curve({ columns, lines, between, description, height }: CurveProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const theme = useThemeChanges();
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(optionsOf(element, lines, between, height), columns as uPlot.AlignedData, element);
    plot.current = made;
    const watcher = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.destroy();
    };
  }, [theme, height]);
  useEffect(() => {
    const frame = requestAnimationFrame(() => plot.current?.setData(columns as uPlot.AlignedData));
    return () => cancelAnimationFrame(frame);
  }, [columns]);
  return <div class="curve" ref={place} role="img" aria-label={description} style={{ minHeight: `${height}px` }} />;
}

function optionsOf(element: HTMLElement, lines: readonly Line[], between: CurveProps['between'], height: number): uPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: color('--muted'), grid: { stroke: color('--line'), width: 1 }, ticks: { stroke: color('--line'), width: 1 } };
  return {
    width: element.clientWidth,
    height,
    scales: { x: { time: false } },
    legend: { show: false },
    cursor: { show: false },
    axes: [axis, { ...axis, size: 48 }],
    series: [
      {},
      ...lines.map(({ label, color: name, width, points = false }) => ({
        label,
        stroke: color(name),
        width,
        spanGaps: true,
        points: { show: points, size: 6, fill: color(name) },
      })),
    ],
    ...(between ? { bands: [{ series: [...between] as [number, number], fill: color('--band') }] } : {}),
  };
}

/** A number that changes with the colours of the page. */
function useThemeChanges(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const change = () => setChanges((count) => count + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', change);
    addEventListener('themechange', change);
    return () => {
      system.removeEventListener('change', change);
      removeEventListener('themechange', change);
    };
  }, []);
  return changes;
}
