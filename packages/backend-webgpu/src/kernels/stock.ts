import type { DataType, KernelFunc, TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../backend/backend.js';
import { itemProgram } from '../program/program.js';
import { sizeOf } from './shapes.js';

const toFloat = itemProgram({ name: 'to float', buffers: { x: 'read i32', y: 'write f32' }, main: '  y[i] = f32(x[i]);' });

type Call = {
  readonly inputs: { readonly x: TensorInfo };
  readonly attrs: { readonly dtype: DataType };
  readonly backend: PrattleWebGpuBackend;
};

/**
 * Makes floats of integers and booleans; every other cast is left to tfjs. (tfjs's own would leave the buffer as it is and
 * only call it float32, which no other kernel could rely on.)
 */
export function castWith(stock: KernelFunc): KernelFunc {
  return (call) => {
    const { inputs, attrs, backend } = call as unknown as Call;
    const { x } = inputs;
    if (attrs.dtype !== 'float32' || (x.dtype !== 'int32' && x.dtype !== 'bool')) return stock(call);
    const y = backend.output(x.shape);
    backend.run(toFloat, { x, y }, {}, sizeOf(x));
    return y;
  };
}
