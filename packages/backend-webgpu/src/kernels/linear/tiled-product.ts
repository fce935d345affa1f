import type { Activation } from '@prattle/ops';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { groupProgram, programFamily } from '../../program/program.js';
import { epilogueName, epilogueOf, productBuffers, productTensors, productUniforms, storeFunction, uniformsOf } from './epilogue.js';
import type { Product } from './product.js';

/** Rows and columns of a workgroup's tile, how deep it is read at a time, and the tile of each of its 16 × 16 invocations. */
const [SIDE, DEPTH, OWN] = [64, 16, 4];
const LANES = (SIDE / OWN) ** 2;

/** A workgroup reads its operands into shared memory, part by part, and every invocation multiplies from there. */
const tiledProgram = programFamily((bias: boolean, activation: Activation, preactivation: boolean, residual: boolean) => {
  const epilogue = { bias, activation, preactivation, residual };
  return groupProgram({
    name: `product (tiled) ${epilogueName(epilogue)}`,
    buffers: productBuffers(epilogue, 'read f32'),
    uniforms: productUniforms,
    workgroup: LANES,
    declarations: `
var<workgroup> tileA: array<array<f32, ${SIDE}>, ${DEPTH}>;
var<workgroup> tileB: array<array<f32, ${SIDE}>, ${DEPTH}>;
${storeFunction(epilogue)}`,
    main: `
  let tiles = (u.n + ${SIDE - 1}u) / ${SIDE}u;
  let row = group / tiles * ${SIDE}u;
  let column = group % tiles * ${SIDE}u;
  let ownRow = lane / ${SIDE / OWN}u * ${OWN}u;
  let ownColumn = lane % ${SIDE / OWN}u * ${OWN}u;
  var sums: array<array<f32, ${OWN}>, ${OWN}>;
  for (var start = 0u; start < u.k; start += ${DEPTH}u) {
    for (var e = lane; e < ${SIDE * DEPTH}u; e += WORKGROUP) {
      // Neighbours in memory are read by neighbouring invocations, whichever way the matrix lies.
      let alongA = select(vec2(e % ${SIDE}u, e / ${SIDE}u), vec2(e / ${DEPTH}u, e % ${DEPTH}u), u.aColumn == 1u);
      let ra = row + alongA.x;
      let ka = start + alongA.y;
      var x = 0.0;
      if (ra < u.m && ka < u.k) { x = a[u.aStart + ra * u.aRow + ka * u.aColumn]; }
      tileA[alongA.y][alongA.x] = x;
      let alongB = select(vec2(e % ${SIDE}u, e / ${SIDE}u), vec2(e / ${DEPTH}u, e % ${DEPTH}u), u.bRow == 1u);
      let cb = column + alongB.x;
      let kb = start + alongB.y;
      var y = 0.0;
      if (cb < u.n && kb < u.k) { y = b[u.bStart + kb * u.bRow + cb * u.bColumn]; }
      tileB[alongB.y][alongB.x] = y;
    }
    workgroupBarrier();
    for (var depth = 0u; depth < ${DEPTH}u; depth++) {
      var y: array<f32, ${OWN}>;
      for (var q = 0u; q < ${OWN}u; q++) { y[q] = tileB[depth][ownColumn + q]; }
      for (var p = 0u; p < ${OWN}u; p++) {
        let x = tileA[depth][ownRow + p];
        for (var q = 0u; q < ${OWN}u; q++) { sums[p][q] += x * y[q]; }
      }
    }
    workgroupBarrier();
  }
  for (var p = 0u; p < ${OWN}u; p++) {
    for (var q = 0u; q < ${OWN}u; q++) {
      let r = row + ownRow + p;
      let c = column + ownColumn + q;
      if (r < u.m && c < u.n) { store(r, c, sums[p][q]); }
    }
  }`,
  });
});

export function tiledProduct(backend: PrattleWebGpuBackend, call: Product): void {
  const { m, n } = call;
  const { bias, activation, preactivation, residual } = epilogueOf(call);
  const program = tiledProgram(bias, activation, preactivation, residual);
  backend.run(program, productTensors(call), uniformsOf(call), Math.ceil(m / SIDE) * Math.ceil(n / SIDE));
}
