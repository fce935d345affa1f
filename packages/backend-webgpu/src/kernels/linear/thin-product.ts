import type { Activation } from '@prattle/ops';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import type { RowForm } from '../../backend/kernel-form.js';
import { programFamily } from '../../program/program.js';
import { rowProgram } from '../../program/row-program.js';
import { epilogueName, epilogueOf, productBuffers, productTensors, productUniforms, storeFunction, uniformsOf } from './epilogue.js';
import type { Product } from './product.js';

/** Rows or columns up to which a workgroup's tile would be mostly empty. */
const THIN = 4;

type ThinForm = Exclude<RowForm, 'item'>;

/** Each element of the result is a sum by itself, as a decoder's products with one row are. A "row" of the program is an element. */
const thinProgram = programFamily((form: ThinForm, bias: boolean, activation: Activation, preactivation: boolean, residual: boolean) => {
  const epilogue = { bias, activation, preactivation, residual };
  return rowProgram(form, {
    name: `product (thin) ${epilogueName(epilogue)}`,
    buffers: productBuffers(epilogue, 'read f32'),
    uniforms: productUniforms,
    declarations: storeFunction(epilogue),
    main: `
  let r = row / u.n;
  let c = row % u.n;
  let atA = u.aStart + r * u.aRow;
  let atB = u.bStart + c * u.bColumn;
  var sum = 0.0;
  for (var k = lane; k < u.k; k += STEP) { sum += a[atA + k * u.aColumn] * b[atB + k * u.bRow]; }
  let all = total(lane, sum);
  if (lane == 0u) { store(r, c, all); }`,
  });
});

/** Whether a product is to be computed so. Neighbours read what lies side by side if b lies along the sum. */
export function isThin({ m, n, b }: Product): boolean {
  return Math.min(m, n) <= THIN && b.row === 1;
}

export function thinProduct(backend: PrattleWebGpuBackend, call: Product, form: ThinForm): void {
  const { bias, activation, preactivation, residual } = epilogueOf(call);
  backend.run(thinProgram(form, bias, activation, preactivation, residual), productTensors(call), uniformsOf(call), call.m * call.n);
}
