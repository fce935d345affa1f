import type { Activation } from '@prattle/ops';
import type { TensorInfo } from '@prattle/ops/tfjs';
import type { Access } from '../../program/program.js';
import { activationFunctions, activationOf } from './activations.js';
import type { Product } from './product.js';

/** What a product does with each element when it is summed up. */
export interface Epilogue {
  readonly bias: boolean;
  readonly activation: Activation;
  readonly preactivation: boolean;
  readonly residual: boolean;
}

export function epilogueOf({ bias, activation = 'none', preactivation, residual }: Product): Epilogue {
  return { bias: bias !== undefined, activation, preactivation: preactivation !== undefined, residual: residual !== undefined };
}

export function epilogueName({ bias, activation, preactivation, residual }: Epilogue): string {
  return [activation, bias && 'bias', preactivation && 'kept', residual && 'residual'].filter(Boolean).join(' ');
}

/** The buffers of a product with this epilogue. @param operands how a and b are read */
export function productBuffers({ bias, preactivation, residual }: Epilogue, operands: Access): Record<string, Access> {
  return {
    a: operands,
    b: operands,
    c: 'write f32',
    ...(bias && { bias: 'read f32' as const }),
    ...(preactivation && { preactivation: 'write f32' as const }),
    ...(residual && { residual: 'read f32' as const }),
  };
}

export function productTensors({ a, b, c, bias, preactivation, residual }: Product): Record<string, TensorInfo> {
  return {
    a: a.tensor,
    b: b.tensor,
    c,
    ...(bias && { bias }),
    ...(preactivation && { preactivation }),
    ...(residual && { residual }),
  };
}

export const productUniforms = {
  m: 'u32',
  n: 'u32',
  k: 'u32',
  aRow: 'u32',
  aColumn: 'u32',
  aStart: 'u32',
  bRow: 'u32',
  bColumn: 'u32',
  bStart: 'u32',
  cStart: 'u32',
} as const;

export function uniformsOf({ m, n, k, a, b, cStart = 0 }: Product): Record<keyof typeof productUniforms, number> {
  return { m, n, k, aRow: a.row, aColumn: a.column, aStart: a.start ?? 0, bRow: b.row, bColumn: b.column, bStart: b.start ?? 0, cStart };
}

/** A function that stores one element of the result. */
export function storeFunction({ bias, activation, preactivation, residual }: Epilogue): string {
  return `
${activation === 'none' ? '' : activationFunctions}
fn store(row: u32, column: u32, sum: f32) {
  let at = row * u.n + column;
  let x = sum${bias ? ' + bias[column]' : ''};
  ${preactivation ? 'preactivation[at] = x;' : ''}
  c[u.cStart + at] = ${activationOf[activation]}${residual ? ' + residual[at]' : ''};
}`;
}
