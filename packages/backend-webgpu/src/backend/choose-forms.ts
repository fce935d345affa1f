import { attentionKernels } from '../kernels/attention/attention.js';
import { matrix, product } from '../kernels/linear/product.js';
import { layerNormKernels } from '../kernels/normalization/layer-norm.js';
import { rnnKernels } from '../kernels/scan/rnn.js';
import type { PrattleWebGpuBackend } from './backend.js';
import { formKinds, type KernelForm, type KernelForms } from './kernel-form.js';

/** Runs of each form; the fastest counts. The first one compiles. */
const RUNS = 4;

/** What was chosen before, by device: within this process, and in browsers from visit to visit. */
const remembered = new Map<string, KernelForms>();
const KEY = 'prattle webgpu kernels, ';

/** Measures, in some tens of milliseconds, which form of each kind of kernel is faster on this device; once for a device. */
export async function chooseForms(backend: PrattleWebGpuBackend, device: string): Promise<KernelForms> {
  const known = remembered.get(device) ?? recall(device);
  if (known !== undefined) return known;
  const forms = await measureForms(backend);
  remembered.set(device, forms);
  storage()?.setItem(KEY + device, JSON.stringify(forms));
  return forms;
}

/** As `chooseForms`, of some kinds, without remembering anything. Leaves the backend's forms as they were. */
export async function measureForms(backend: PrattleWebGpuBackend, kinds: readonly (keyof KernelForms)[] = formKinds): Promise<KernelForms> {
  const before = backend.forms;
  const chosen = { ...before };
  try {
    for (const kind of kinds) {
      const times: Record<KernelForm, number> = { group: Infinity, item: Infinity };
      for (const form of ['group', 'item'] as const) {
        backend.forms = { ...before, [kind]: form };
        for (let run = 0; run < RUNS; run++) times[form] = Math.min(times[form], await timeOf(backend, workloads[kind]));
      }
      chosen[kind] = times.group <= times.item ? 'group' : 'item';
    }
  } finally {
    backend.forms = before;
  }
  return chosen;
}

type Workload = (backend: PrattleWebGpuBackend) => readonly ({ readonly dataId: object } | null)[];

/** Sizes of a small model in training. The content of the tensors does not matter. */
const workloads: Readonly<Record<(typeof formKinds)[number], Workload>> = {
  product(backend) {
    const [a, b, c] = [backend.output([512, 256]), backend.output([256, 256]), backend.output([512, 256])];
    product(backend, { m: 512, n: 256, k: 256, a: matrix(a, 256), b: matrix(b, 256, true), c });
    return [a, b, c];
  },
  rows(backend) {
    const [x, weight] = [backend.output([1024, 256]), backend.output([256])];
    return [x, weight, ...layerNormKernels.PrattleLayerNorm({ inputs: { x, weight }, attrs: { epsilon: 1 }, backend })];
  },
  attention(backend) {
    const packed = backend.output([4, 128, 3 * 128]);
    const attrs = { heads: 4, keyHeads: 4, headWidth: 32, scale: 1, causal: true, dropout: 0, site: 0 };
    return [packed, ...attentionKernels.PrattleAttention({ inputs: { packed }, attrs, backend })];
  },
  scan(backend) {
    const [x, weight, start] = [backend.output([32, 16, 128]), backend.output([128, 128]), backend.output([32, 128])];
    return [x, weight, start, ...rnnKernels.PrattleRnnScan({ inputs: { x, weight, start }, attrs: {}, backend })];
  },
};

async function timeOf(backend: PrattleWebGpuBackend, workload: Workload): Promise<number> {
  backend.flush();
  await backend.queue.onSubmittedWorkDone();
  const began = performance.now();
  const tensors = workload(backend);
  backend.flush();
  await backend.queue.onSubmittedWorkDone();
  const time = performance.now() - began;
  for (const tensor of tensors) if (tensor !== null) backend.disposeData(tensor.dataId);
  return time;
}

function recall(device: string): KernelForms | undefined {
  try {
    const stored: unknown = JSON.parse(storage()?.getItem(KEY + device) ?? 'null');
    return isForms(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

function isForms(value: unknown): value is KernelForms {
  if (typeof value !== 'object' || value === null) return false;
  return formKinds.every((kind) => ['group', 'item'].includes((value as Record<string, unknown>)[kind] as string));
}

/** Absent in workers and in Node; forbidden on some pages. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
