import type { Activation } from '@prattle/ops';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { epilogueName, epilogueOf, productBuffers, productTensors, productUniforms, storeFunction, uniformsOf } from './epilogue.js';
import type { Product } from './product.js';

/**
 * Every invocation computes a tile of its own in registers. On software adapters barriers and workgroup memory cost more
 * than reading the operands several times; the larger the tile, the less is read.
 */
const TILE = 8;

const directProgram = programFamily((bias: boolean, activation: Activation, preactivation: boolean, residual: boolean) => {
  const epilogue = { bias, activation, preactivation, residual };
  const places = Array.from({ length: TILE }, (_, place) => place);
  return itemProgram({
    name: `product (direct) ${epilogueName(epilogue)}`,
    buffers: productBuffers(epilogue),
    uniforms: productUniforms,
    workgroup: 16,
    declarations: storeFunction(epilogue),
    main: `
  let tiles = (u.n + ${TILE - 1}u) / ${TILE}u;
  let row = i / tiles * ${TILE}u;
  let column = i % tiles * ${TILE}u;
  ${places.map((p) => `var a${p} = u.aStart + min(row + ${p}u, u.m - 1u) * u.aRow; var b${p} = u.bStart + min(column + ${p}u, u.n - 1u) * u.bColumn;`).join('\n  ')}
  var sums: array<array<f32, ${TILE}>, ${TILE}>;
  for (var k = 0u; k < u.k; k++) {
    ${places.map((p) => `let x${p} = a[a${p}]; a${p} += u.aColumn; let y${p} = b[b${p}]; b${p} += u.bRow;`).join('\n    ')}
    ${places.map((p) => places.map((q) => `sums[${p}][${q}] += x${p} * y${q};`).join(' ')).join('\n    ')}
  }
  for (var p = 0u; p < min(${TILE}u, u.m - row); p++) {
    for (var q = 0u; q < min(${TILE}u, u.n - column); q++) { store(row + p, column + q, sums[p][q]); }
  }`,
  });
});

export function directProduct(backend: PrattleWebGpuBackend, call: Product): void {
  const { m, n } = call;
  const { bias, activation, preactivation, residual } = epilogueOf(call);
  const program = directProgram(bias, activation, preactivation, residual);
  backend.run(program, productTensors(call), uniformsOf(call), Math.ceil(m / TILE) * Math.ceil(n / TILE));
}
