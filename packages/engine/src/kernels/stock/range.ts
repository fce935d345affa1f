import { stockKernel } from './table.js';

/** Evenly spaced numbers, made in JavaScript: tfjs's own kernel would have to be loaded for them. */
export const rangeInJavaScript = stockKernel<object, { start: number; stop: number; step: number; dtype: 'float32' | 'int32' }>(
  ({ attrs: { start, stop, step, dtype }, backend }) => {
    const length = Math.max(0, Math.ceil((stop - start) / step));
    const values = dtype === 'int32' ? new Int32Array(length) : new Float32Array(length);
    return backend.makeTensorInfo(
      [length],
      dtype,
      values.map((_, i) => start + i * step),
    );
  },
);
