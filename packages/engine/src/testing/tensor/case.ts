import { createDraw } from '@prattle/ops/testing';

export interface CaseInput {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** A call of one of tfjs's kernels. */
export interface TensorCase {
  readonly name: string;
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, CaseInput>> | readonly CaseInput[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The largest difference allowed, as a share of the expected number or of 1. Default: 0, equal. */
  readonly tolerance: number;
}

/** How far float32 functions of this size may be off: a few units in the last place. */
export const ROUNDING = 2e-6;

const draw = createDraw(11);
const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

/** Normally distributed numbers. */
export function float(shape: readonly number[], scale = 1): CaseInput {
  return { shape, dtype: 'float32', values: Float32Array.from(draw.normal(shape, scale).values) };
}

/** Numbers whose function is taken on the interval where it is defined. */
export function floatFrom(shape: readonly number[], map: (x: number) => number): CaseInput {
  return { shape, dtype: 'float32', values: float(shape).values.map(map) as Float32Array };
}

/** What functions often forget. */
export function oddities(): CaseInput {
  const values = Float32Array.of(0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 7, -7, 1e-7, -1e-7, 30, -30, Infinity, -Infinity, Number.NaN);
  return { shape: [values.length], dtype: 'float32', values };
}

export function int(shape: readonly number[], low = -9, high = 10): CaseInput {
  return { shape, dtype: 'int32', values: Int32Array.from(draw.integers(shape, low, high).values) };
}

/** @param share how many are true, out of ten */
export function bool(shape: readonly number[], share = 5): CaseInput {
  const values = Uint8Array.from(draw.integers([sizeOf(shape)], 0, 10).values, (value) => (value < share ? 1 : 0));
  return { shape, dtype: 'bool', values };
}

export function makeCase(
  kernel: string,
  inputs: TensorCase['inputs'],
  attributes: TensorCase['attributes'] = {},
  tolerance = 0,
): TensorCase {
  const list = Object.values(inputs).map(({ shape, dtype }: CaseInput) => `${dtype} [${shape}]`);
  const settings = Object.entries(attributes).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return { name: `${kernel} of ${[...list, ...settings].join(', ')}`, kernel, inputs, attributes, tolerance };
}
