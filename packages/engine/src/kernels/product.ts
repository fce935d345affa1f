import type { PrattleBackend } from '../backend.js';
import type { OperationArguments } from '../operations.js';

/** A matrix product c [m, n] = op(a) · op(b); what is not given is not done. */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** a is stored [k, m]. */
  readonly transposeA?: boolean;
  /** b is stored [n, k]. */
  readonly transposeB?: boolean;
  /** From one stored row of a, b or c to the next. Default: dense. */
  readonly strideA?: number;
  readonly strideB?: number;
  readonly strideC?: number;
  readonly bias?: number;
  readonly activation?: number;
  readonly preactivation?: number;
  readonly residual?: number;
  readonly sumsA?: number;
  readonly sumsB?: number;
  /** Products in one command; a matrix that all of them share has a distance of 0 elements. */
  readonly batch?: number;
  readonly batchA?: number;
  readonly batchB?: number;
  /** From one product's c to the next. Default: dense. */
  readonly batchC?: number;
}

export function product(backend: PrattleBackend, call: Product): void {
  const { m, n, k, transposeA = false, transposeB = false, batch = 1 } = call;
  const values: OperationArguments<'gemm'> = {
    c: call.c,
    a: call.a,
    b: call.b,
    m,
    n,
    k,
    transposeA: transposeA ? 1 : 0,
    transposeB: transposeB ? 1 : 0,
    strideA: call.strideA ?? (transposeA ? m : k),
    strideB: call.strideB ?? (transposeB ? k : n),
    strideC: call.strideC ?? n,
    bias: call.bias ?? 0,
    activation: call.activation ?? 0,
    preactivation: call.preactivation ?? 0,
    gradientActivation: 0,
    gradientSaved: 0,
    residual: call.residual ?? 0,
    sumsA: call.sumsA ?? 0,
    sumsB: call.sumsB ?? 0,
    batch,
    batchA: call.batchA ?? 0,
    batchB: call.batchB ?? 0,
    batchC: call.batchC ?? m * n,
  };
  backend.commands.encode('gemm', values);
}
