import { useEffect, useRef } from 'preact/hooks';

export interface HeatMapProps {
  /** Row by row. */
  readonly values: readonly (readonly number[])[];
  /** From 0 to 1, or from -1 to 1 around nothing. */
  readonly range: 'positive' | 'signed';
  /** Pixels on the page for a cell, wide and high. */
  readonly cell: readonly [width: number, height: number];
  readonly description: string;
}

/** Numbers as colours. */
export function HeatMap({ values, range, cell: [width, height], description }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = values.length;
  const columns = values[0]?.length ?? 0;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || columns === 0) return;
    const picture = context.createImageData(columns, rows);
    for (const [row, line] of values.entries()) {
      for (const [column, value] of line.entries()) picture.data.set(colorOf(value, range), 4 * (row * columns + column));
    }
    context.putImageData(picture, 0, 0);
  }, [values, range, rows, columns]);
  return (
    <canvas
      ref={canvas}
      class="heat"
      width={columns}
      height={rows}
      style={{ width: `${columns * width}px`, height: `${rows * height}px` }}
      role="img"
      aria-label={description}
    />
  );
}

const POSITIVE = [59, 111, 212] as const;
const NEGATIVE = [214, 96, 38] as const;

/** The stronger, the less of the page shows through: right in light and in dark. */
function colorOf(value: number, range: HeatMapProps['range']): [number, number, number, number] {
  const strength = Math.min(1, Math.abs(value));
  const [red, green, blue] = range === 'signed' && value < 0 ? NEGATIVE : POSITIVE;
  return [red, green, blue, Math.round(255 * Math.sqrt(strength))];
}
