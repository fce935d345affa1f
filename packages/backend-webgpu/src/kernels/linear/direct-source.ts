/**
 * How an invocation reads its operands, four numbers at a time where they lie side by side: along the sum in both (`dots`),
 * along the sum in a and along the columns in b (`rows`), along rows and columns (`outer`), or one by one (`single`).
 */
export type Reading = 'dots' | 'rows' | 'outer' | 'single';

/** Rows and columns of an invocation's tile. The larger it is, the less is read: these were fastest on SwiftShader. */
export const tiles: Readonly<Record<Reading, readonly [rows: number, columns: number]>> = {
  dots: [16, 8],
  rows: [8, 16],
  outer: [8, 16],
  single: [8, 8],
};

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** WGSL that fills `sums` for the tile at `row`, `column`; `sums[p][q]` is then that of row p and column q. */
export function tileSource(reading: Reading): string {
  const [rows, columns] = tiles[reading].map(range) as [number[], number[]];
  if (reading === 'single') return singleSource(rows, columns);
  if (reading === 'dots') return dotSource(rows, columns);
  return fourColumnsSource(reading, rows, columns);
}

function singleSource(rows: number[], columns: number[]): string {
  return `
  ${rows.map((p) => `var a${p} = u.aStart + min(row + ${p}u, u.m - 1u) * u.aRow;`).join('\n  ')}
  ${columns.map((q) => `var b${q} = u.bStart + min(column + ${q}u, u.n - 1u) * u.bColumn;`).join('\n  ')}
  var sums: array<array<f32, ${columns.length}>, ${rows.length}>;
  for (var k = 0u; k < u.k; k++) {
    ${rows.map((p) => `let x${p} = a[a${p}]; a${p} += u.aColumn;`).join(' ')}
    ${columns.map((q) => `let y${q} = b[b${q}]; b${q} += u.bRow;`).join(' ')}
    ${rows.map((p) => columns.map((q) => `sums[${p}][${q}] += x${p} * y${q};`).join(' ')).join('\n    ')}
  }`;
}

function dotSource(rows: number[], columns: number[]): string {
  return `
  ${rows.map((p) => `let a${p} = (u.aStart + min(row + ${p}u, u.m - 1u) * u.aRow) / 4u;`).join('\n  ')}
  ${columns.map((q) => `let b${q} = (u.bStart + min(column + ${q}u, u.n - 1u) * u.bColumn) / 4u;`).join('\n  ')}
  var sums: array<array<f32, ${columns.length}>, ${rows.length}>;
  for (var k = 0u; k < u.k / 4u; k++) {
    ${rows.map((p) => `let x${p} = a[a${p} + k];`).join(' ')}
    ${columns.map((q) => `let y${q} = b[b${q} + k];`).join(' ')}
    ${rows.map((p) => columns.map((q) => `sums[${p}][${q}] += dot(x${p}, y${q});`).join(' ')).join('\n    ')}
  }`;
}

/** Sums of four columns at a time. Columns beyond the last read what comes next in memory, and are not stored. */
function fourColumnsSource(reading: 'rows' | 'outer', rows: number[], columns: number[]): string {
  const fours = range(columns.length / 4);
  const loop = reading === 'rows' ? rowLoop(rows, fours) : outerLoop(rows, fours);
  return `
  var parts: array<array<vec4<f32>, ${fours.length}>, ${rows.length}>;
  ${loop}
  var sums: array<array<f32, ${columns.length}>, ${rows.length}>;
  for (var p = 0u; p < ${rows.length}u; p++) {
    for (var q = 0u; q < ${columns.length}u; q++) { sums[p][q] = parts[p][q / 4u][q % 4u]; }
  }`;
}

function rowLoop(rows: number[], fours: number[]): string {
  const steps = ['x', 'y', 'z', 'w'];
  return `
  ${rows.map((p) => `let a${p} = (u.aStart + min(row + ${p}u, u.m - 1u) * u.aRow) / 4u;`).join('\n  ')}
  var at = (u.bStart + column) / 4u;
  for (var k = 0u; k < u.k / 4u; k++) {
    ${rows.map((p) => `let x${p} = a[a${p} + k];`).join(' ')}
    ${steps.map((step) => `${fours.map((q) => `let ${step}b${q} = b[at + ${q}u];`).join(' ')} at += u.bRow / 4u;`).join('\n    ')}
    ${rows
      .map((p) => fours.map((q) => `parts[${p}][${q}] += ${steps.map((step) => `x${p}.${step} * ${step}b${q}`).join(' + ')};`).join(' '))
      .join('\n    ')}
  }`;
}

function outerLoop(rows: number[], fours: number[]): string {
  return `
  var atA = (u.aStart + row) / 4u;
  var atB = (u.bStart + column) / 4u;
  for (var k = 0u; k < u.k; k++) {
    ${range(rows.length / 4)
      .map((p) => `let x${p} = a[atA + ${p}u];`)
      .join(' ')}
    ${fours.map((q) => `let y${q} = b[atB + ${q}u];`).join(' ')}
    atA += u.aColumn / 4u;
    atB += u.bRow / 4u;
    ${rows.map((p) => fours.map((q) => `parts[${p}][${q}] += x${Math.floor(p / 4)}[${p % 4}] * y${q};`).join(' ')).join('\n    ')}
  }`;
}
