/**
 * Loss curves drawn with characters: lines in braille dots (2 × 4 dots a character), single measurements as circles.
 */

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

export interface Curve {
  readonly label: string;
  readonly points: readonly CurvePoint[];
  /** A line through the points, or a mark at each. */
  readonly style: 'line' | 'marks';
  /** Colours one character cell; identity where there is no colour. */
  readonly paint?: (text: string) => string;
}

export interface CurveOptions {
  /** Width of the whole picture in characters, labels included. */
  readonly width: number;
  readonly height: number;
}

const DOTS_ACROSS = 2;
const DOTS_DOWN = 4;
/** Braille dot bits by [column][row], Unicode block U+2800. */
const DOT_BITS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];
const MARK = '●';
const LABEL_WIDTH = 7;

/**
 * Draws curves over a common axis pair.
 * @returns lines joined by newlines; empty when there is nothing finite to draw
 */
export function drawCurves(curves: readonly Curve[], { width, height }: CurveOptions): string {
  const finite = curves.map((curve) => ({
    ...curve,
    points: curve.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)),
  }));
  const all = finite.flatMap((curve) => curve.points);
  if (all.length === 0) return '';
  const columns = Math.max(10, width - LABEL_WIDTH - 2);
  const xs = range(all.map((point) => point.x));
  const ys = range(all.map((point) => point.y));
  const place = ({ x, y }: CurvePoint) => ({
    column: ((x - xs.low) / xs.span) * (columns * DOTS_ACROSS - 1),
    row: ((ys.high - y) / ys.span) * (height * DOTS_DOWN - 1),
  });

  const cells = new Array<string>(columns * height).fill(' ');
  for (const curve of finite) {
    const paint = curve.paint ?? ((text: string) => text);
    const placed = curve.points.map(place);
    if (curve.style === 'marks') {
      for (const { column, row } of placed) {
        cells[Math.floor(row / DOTS_DOWN) * columns + Math.floor(column / DOTS_ACROSS)] = paint(MARK);
      }
    } else {
      lineCells(placed, columns, height).forEach((bits, index) => {
        if (bits !== 0) cells[index] = paint(String.fromCharCode(0x2800 + bits));
      });
    }
  }

  const lines: string[] = [];
  for (let row = 0; row < height; row++) {
    const value = ys.high - (row / Math.max(1, height - 1)) * ys.span;
    const labelled = row === 0 || row === height - 1 || row === Math.floor((height - 1) / 2);
    const label = (labelled ? value.toFixed(2) : '').padStart(LABEL_WIDTH);
    lines.push(`${label} ┤${cells.slice(row * columns, (row + 1) * columns).join('')}`);
  }
  const last = String(Math.round(xs.high));
  lines.push(`${' '.repeat(LABEL_WIDTH)} └${'─'.repeat(columns)}`);
  lines.push(`${' '.repeat(LABEL_WIDTH + 2)}${String(Math.round(xs.low)).padEnd(columns - last.length)}${last}`);
  const legend = finite
    .filter((curve) => curve.points.length > 0)
    .map((curve) => (curve.paint ?? String)(`${curve.style === 'marks' ? MARK : '⠒⠒'} ${curve.label}`));
  lines.push(`${' '.repeat(LABEL_WIDTH + 2)}${legend.join('   ')}`);
  return lines.join('\n');
}

function range(values: readonly number[]): { low: number; high: number; span: number } {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return { low, high, span: high - low || 1 };
}

/** Braille bits of a polyline: every dot column between two points gets a dot. */
function lineCells(points: readonly { column: number; row: number }[], columns: number, height: number): Uint8Array {
  const cells = new Uint8Array(columns * height);
  const dot = (column: number, row: number) => {
    const bits = DOT_BITS[column % DOTS_ACROSS]?.[row % DOTS_DOWN] ?? 0;
    const index = Math.floor(row / DOTS_DOWN) * columns + Math.floor(column / DOTS_ACROSS);
    cells[index] = (cells[index] ?? 0) | bits;
  };
  points.forEach((to, index) => {
    const from = points[index - 1] ?? to;
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.column - from.column), Math.abs(to.row - from.row))));
    for (let step = 0; step <= steps; step++) {
      const share = step / steps;
      dot(Math.round(from.column + (to.column - from.column) * share), Math.round(from.row + (to.row - from.row) * share));
    }
  });
  return cells;
}
