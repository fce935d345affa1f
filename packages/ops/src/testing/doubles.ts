import { env } from '@tensorflow/tfjs-core';

/**
 * Runs `f` with tfjs's plain JavaScript backend computing in double precision: it makes every float array by the global
 * constructor, which is another one meanwhile. Only for synchronous code on that backend; for checking gradients.
 */
export function withDoubles<Result>(f: () => Result): Result {
  const { platform } = env();
  const single = globalThis.Float32Array;
  const { isTypedArray } = platform;
  globalThis.Float32Array = Float64Array as unknown as Float32ArrayConstructor;
  platform.isTypedArray = ((value: unknown) => ArrayBuffer.isView(value)) as typeof isTypedArray;
  try {
    return f();
  } finally {
    globalThis.Float32Array = single;
    platform.isTypedArray = isTypedArray;
  }
}
