import type { Activation } from '@prattle/ops';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { type Reading, tileSource, tiles } from './direct-source.js';
import { epilogueName, epilogueOf, productBuffers, productTensors, productUniforms, storeFunction, uniformsOf } from './epilogue.js';
import type { Product } from './product.js';

/**
 * Every invocation computes a tile of its own in registers: on software adapters barriers and workgroup memory cost more than
 * reading the operands several times.
 */
const directProgram = programFamily(
  (reading: Reading, bias: boolean, activation: Activation, preactivation: boolean, residual: boolean) => {
    const epilogue = { bias, activation, preactivation, residual };
    const [rows, columns] = tiles[reading];
    return itemProgram({
      name: `product (direct, ${reading}) ${epilogueName(epilogue)}`,
      buffers: productBuffers(epilogue, reading === 'single' ? 'read f32' : 'read vec4f'),
      uniforms: productUniforms,
      // Small, so that narrow results still are several workgroups.
      workgroup: 4,
      declarations: storeFunction(epilogue),
      main: `
  let across = (u.n + ${columns - 1}u) / ${columns}u;
  let row = i / across * ${rows}u;
  let column = i % across * ${columns}u;
  ${tileSource(reading)}
  for (var p = 0u; p < min(${rows}u, u.m - row); p++) {
    for (var q = 0u; q < min(${columns}u, u.n - column); q++) { store(row + p, column + q, sums[p][q]); }
  }`,
    });
  },
);

export function directProduct(backend: PrattleWebGpuBackend, call: Product): void {
  const { bias, activation, preactivation, residual } = epilogueOf(call);
  const reading = readingOf(call);
  const [rows, columns] = tiles[reading];
  const program = directProgram(reading, bias, activation, preactivation, residual);
  backend.run(program, productTensors(call), uniformsOf(call), Math.ceil(call.m / rows) * Math.ceil(call.n / columns));
}

/** Four at a time only where every row starts at a multiple of four, and the whole buffer is one. */
function readingOf({ m, n, k, a, b }: Product): Reading {
  const fours = (...values: readonly (number | undefined)[]) => values.every((value = 0) => value % 4 === 0);
  if (!fours(a.start, b.start)) return 'single';
  if (a.column === 1 && b.row === 1 && fours(k, a.row, b.column)) return 'dots';
  if (a.column === 1 && b.column === 1 && fours(k, n, a.row, b.row)) return 'rows';
  if (a.row === 1 && b.column === 1 && fours(m, n, a.column, b.row)) return 'outer';
  return 'single';
}
