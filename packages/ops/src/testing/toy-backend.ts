import {
  copyRegisteredKernels,
  engine,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  registerBackend,
  registerKernel,
  setBackend,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Kernels } from '../kernels.js';
import { openReference } from './reference-backend.js';

/** What a toy backend's kernels were asked for. */
export interface ToyLog {
  readonly calls: { readonly kernel: string; readonly needs?: Readonly<Record<string, boolean>>; readonly reused?: boolean }[];
}

type Call = { readonly inputs: never; readonly attrs: never; readonly backend: KernelBackend };

/**
 * A backend with a few fused kernels in plain JavaScript on top of tfjs's CPU kernels: for testing how operations are
 * dispatched and walked, not what they compute.
 * @param omit kernels that it does without
 */
export async function openToyBackend(name: string, omit: readonly string[] = []): Promise<ToyLog> {
  await openReference();
  const log: ToyLog = { calls: [] };
  copyRegisteredKernels('cpu', name);
  const CpuBackend = engine().findBackend('cpu').constructor as new () => KernelBackend;
  registerBackend(name, () => new CpuBackend());
  const kernels: Record<string, (call: Call) => unknown> = {
    PrattleAdd: (call) => toyAdd(call, log),
    PrattleLinear: (call) => toyLinear(call),
    PrattleLinearGradient: (call) => toyLinearGradient(call, log),
  };
  for (const [kernelName, run] of Object.entries(kernels)) {
    if (!omit.includes(kernelName)) registerKernel({ kernelName, backendName: name, kernelFunc: run as unknown as KernelFunc });
  }
  await setBackend(name);
  return log;
}

function stock(name: string, inputs: Record<string, TensorInfo>, attrs: object, backend: KernelBackend): TensorInfo {
  const kernel = getKernel(name, 'cpu');
  return kernel.kernelFunc({ inputs, attrs: attrs as never, backend }) as TensorInfo;
}

function toyAdd({ inputs, attrs, backend }: Call, log: ToyLog): [TensorInfo] {
  const { a, b } = inputs as Kernels['PrattleAdd']['inputs'];
  const { reuse } = attrs as Kernels['PrattleAdd']['attrs'];
  log.calls.push({ kernel: 'PrattleAdd', reused: reuse });
  if (!reuse) return [stock('Add', { a, b }, {}, backend)];
  const [sum, other] = [a, b].map(({ dataId }) => backend.readSync(dataId) as Float32Array) as [Float32Array, Float32Array];
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (other[i] ?? 0);
  backend.incRef(a.dataId);
  return [{ dataId: a.dataId, shape: a.shape, dtype: a.dtype }];
}

/** Two-dimensional x, no bias, no activation. The second output stands for whatever a kernel keeps for its gradient. */
function toyLinear({ inputs, backend }: Call): [TensorInfo, TensorInfo] {
  const { x, weight } = inputs as Kernels['PrattleLinear']['inputs'];
  return [matMul(x, weight, false, true, backend), stock('ZerosLike', { x }, {}, backend)];
}

function toyLinearGradient({ inputs, attrs, backend }: Call, log: ToyLog): (TensorInfo | null)[] {
  const { dy, x, weight } = inputs as Kernels['PrattleLinearGradient']['inputs'];
  const { needs } = attrs as Kernels['PrattleLinearGradient']['attrs'];
  log.calls.push({ kernel: 'PrattleLinearGradient', needs });
  return [needs.x ? matMul(dy, weight, false, false, backend) : null, needs.weight ? matMul(dy, x, true, false, backend) : null, null];
}

function matMul(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean, backend: KernelBackend): TensorInfo {
  const kernel = stock('BatchMatMul', { a: cube(a), b: cube(b) }, { transposeA, transposeB }, backend);
  return { ...kernel, shape: kernel.shape.slice(1) };
}

function cube({ dataId, shape, dtype }: TensorInfo): TensorInfo {
  return { dataId, shape: [1, ...shape], dtype };
}
