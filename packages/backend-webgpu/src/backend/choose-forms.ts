import { attentionKernels } from '../kernels/attention/attention.js';
import { matrix, product } from '../kernels/linear/product.js';
import { layerNormKernels } from '../kernels/normalization/layer-norm.js';
import { rnnKernels } from '../kernels/scan/rnn.js';
import { rowProgram } from '../program/row-program.js';
import type { PrattleWebGpuBackend } from './backend.js';
import { formKinds, formsOf, type KernelForms, type RowForm } from './kernel-form.js';
import { RememberedForms } from './remembered-forms.js';

/** Runs of each form; the fastest counts. The first one compiles. */
const RUNS = 4;

export const remembered = new RememberedForms();

/** Measures, in some tens of milliseconds, which form of each kind of kernel is faster on this device; once for a device. */
export async function chooseForms(backend: PrattleWebGpuBackend, device: string): Promise<KernelForms> {
  const known = await remembered.of(device);
  if (known !== undefined && !formKinds.some((kind) => known[kind] === 'subgroup' && !backend.hasSubgroups)) return known;
  const forms = await measureForms(backend);
  await remembered.keep(device, forms);
  return forms;
}

/** As `chooseForms`, of some kinds, without remembering anything. Leaves the backend's forms as they were. */
export async function measureForms(backend: PrattleWebGpuBackend, kinds: readonly (keyof KernelForms)[] = formKinds): Promise<KernelForms> {
  const before = backend.forms;
  const chosen: Record<keyof KernelForms, RowForm> = { ...before };
  try {
    for (const kind of kinds) {
      let best = Infinity;
      for (const form of formsOf[kind]) {
        if (form === 'subgroup' && !(await subgroupsAddUp(backend))) continue;
        backend.forms = { ...before, [kind]: form };
        let time = Infinity;
        for (let run = 0; run < RUNS; run++) time = Math.min(time, await timeOf(backend, workloads[kind]));
        if (time < best) [best, chosen[kind]] = [time, form];
      }
    }
  } finally {
    backend.forms = before;
  }
  return chosen as KernelForms;
}

const ones = rowProgram('subgroup', {
  name: 'sum of ones',
  buffers: { y: 'write f32' },
  uniforms: { size: 'u32' },
  main: `
  var sum = 0.0;
  for (var c = lane; c < u.size; c += STEP) { sum += 1.0; }
  let all = total(lane, sum);
  if (lane == 0u) { y[row] = all; }`,
});

/** Whether a workgroup of the size of the smallest subgroup is one, as it should be: else sums would lack parts. */
async function subgroupsAddUp(backend: PrattleWebGpuBackend): Promise<boolean> {
  if (!backend.hasSubgroups) return false;
  const [size, y] = [1000, backend.output([8])];
  backend.run(ones, { y }, { size }, 8);
  const sums = (await backend.read(y.dataId)) as Float32Array;
  backend.disposeData(y.dataId);
  return sums.every((sum) => sum === size);
}

type Workload = (backend: PrattleWebGpuBackend) => readonly ({ readonly dataId: object } | null)[];

/** Sizes of a small model in training. The content of the tensors does not matter. */
const workloads: Readonly<Record<keyof KernelForms, Workload>> = {
  product(backend) {
    const [a, b, c] = [backend.output([512, 256]), backend.output([256, 256]), backend.output([512, 256])];
    product(backend, { m: 512, n: 256, k: 256, a: matrix(a, 256), b: matrix(b, 256, true), c });
    return [a, b, c];
  },
  thin(backend) {
    const [a, b, c] = [backend.output([1, 512]), backend.output([512, 512]), backend.output([1, 512])];
    product(backend, { m: 1, n: 512, k: 512, a: matrix(a, 512), b: matrix(b, 512, true), c });
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
