import { type Backend, BackendError, defineBackend, definePlugin, type Plugin } from '@prattle/core';
import { memory } from '@prattle/ops';
import {
  copyRegisteredKernels,
  eagerStep,
  getKernel,
  install,
  type KernelFunc,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type TensorInfo,
} from '@prattle/ops/tfjs';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';

/** For Prattle and for tfjs. */
const NAME = 'plain-rms-norm';
const DETAILS = { engine: 'tfjs, plain JavaScript, with an RMS norm in one pass' };

/** How often it is open: the last one to close it frees its memory. */
let users = 0;

/** `prattle train names --backend ./examples/plugin-backend --norm rms` */
export default function plainRmsNorm(): Plugin {
  return definePlugin({
    name: 'example-plain-rms-norm',
    backends: [
      defineBackend({
        name: NAME,
        summary: 'Plain JavaScript with one operation fused.',
        priority: 2,
        probe: async () => ({ available: true, device: 'JavaScript', details: DETAILS }),
        open,
      }),
    ],
  });
}

async function open(): Promise<Backend> {
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
  install();
  if (getKernel(KERNEL, NAME) == null) {
    // Every operation that tfjs has, computed as tfjs does it, and beside them the kernels of our own.
    copyRegisteredKernels('cpu', NAME);
    registerKernel({ kernelName: KERNEL, backendName: NAME, kernelFunc: forward as unknown as KernelFunc });
    registerKernel({ kernelName: `${KERNEL}Gradient`, backendName: NAME, kernelFunc: gradient as unknown as KernelFunc });
  }
  registerBackend(NAME, () => new MathBackendCPU());
  if (!(await setBackend(NAME))) {
    throw new BackendError({ package: NAME, code: 'cannot-start', what: 'tfjs could not start it', remedy: 'Use another backend.' });
  }
  users++;
  let closed = false;
  return {
    name: NAME,
    device: 'JavaScript',
    capabilities: { device: 'cpu', replay: false, fusedKernels: [KERNEL], synchronousReads: true },
    details: DETAILS,
    memory() {
      const { tensors, bytes } = memory();
      return { tensors, bytes, reserved: bytes };
    },
    compile: (step) => eagerStep(step, 'every operation is run from JavaScript'),
    close() {
      if (closed) return;
      closed = true;
      users--;
      if (users === 0) removeBackend(NAME);
    },
  };
}

/** Its inputs, attributes and outputs are those that `Kernels` of `@prattle/ops` lists under this name. */
const KERNEL = 'PrattleRmsNorm';

interface Call<Inputs> {
  readonly inputs: Inputs;
  readonly attrs: { readonly epsilon: number };
  readonly backend: MathBackendCPU;
}

const valuesOf = (backend: MathBackendCPU, { dataId }: TensorInfo) => backend.readSync(dataId) as Float32Array;
const at = (values: Float32Array, index: number) => values[index] ?? 0;

/** x [N, C], weight [C] → y [N, C] and 1 / sqrt(mean(x²) + epsilon) of every row [N], which the gradient needs again. */
function forward({ inputs, attrs, backend }: Call<{ x: TensorInfo; weight: TensorInfo }>): TensorInfo[] {
  const [x, weight] = [valuesOf(backend, inputs.x), valuesOf(backend, inputs.weight)];
  const width = weight.length;
  const scales = new Float32Array(x.length / width);
  const y = new Float32Array(x.length);
  for (let row = 0; row < scales.length; row++) {
    let squares = 0;
    for (let i = 0; i < width; i++) squares += at(x, row * width + i) ** 2;
    const scale = 1 / Math.sqrt(squares / width + attrs.epsilon);
    scales[row] = scale;
    for (let i = 0; i < width; i++) y[row * width + i] = at(x, row * width + i) * scale * at(weight, i);
  }
  return [backend.makeTensorInfo(inputs.x.shape, 'float32', y), backend.makeTensorInfo([scales.length], 'float32', scales)];
}

/** With s = 1 / sqrt(…): dx = s · (dy · weight - x · s² · mean(dy · weight · x)), dweight = Σ over the rows of dy · x · s. */
function gradient({ inputs, backend }: Call<Record<'dy' | 'x' | 'weight' | 'stats', TensorInfo>>): TensorInfo[] {
  const [dy, x, weight] = [valuesOf(backend, inputs.dy), valuesOf(backend, inputs.x), valuesOf(backend, inputs.weight)];
  const width = weight.length;
  const dx = new Float32Array(x.length);
  const dweight = new Float32Array(width);
  for (const [row, scale] of valuesOf(backend, inputs.stats).entries()) {
    let product = 0;
    for (let i = 0; i < width; i++) product += at(dy, row * width + i) * at(weight, i) * at(x, row * width + i);
    for (let i = 0; i < width; i++) {
      const j = row * width + i;
      dx[j] = scale * (at(dy, j) * at(weight, i) - (at(x, j) * scale * scale * product) / width);
      dweight[i] = at(dweight, i) + at(dy, j) * at(x, j) * scale;
    }
  }
  return [backend.makeTensorInfo(inputs.x.shape, 'float32', dx), backend.makeTensorInfo(inputs.weight.shape, 'float32', dweight)];
}
