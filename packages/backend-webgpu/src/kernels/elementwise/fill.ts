import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram } from '../../program/program.js';
import { sizeOf } from '../shapes.js';

const program = itemProgram({ name: 'fill', buffers: { y: 'write f32' }, uniforms: { value: 'f32' }, main: '  y[i] = u.value;' });

/** Gives every element of a float32 tensor one value. @returns the tensor */
export function fill(backend: PrattleWebGpuBackend, y: TensorInfo, value: number): TensorInfo {
  backend.run(program, { y }, { value }, sizeOf(y));
  return y;
}
