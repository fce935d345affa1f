import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import { type Product, product } from './product.js';
import { expectSize, expectType, refuse } from './shapes.js';
import type { FusedKernels } from './table.js';

type Names =
  | 'PrattleRnnScan'
  | 'PrattleRnnScanGradient'
  | 'PrattleGruScan'
  | 'PrattleGruScanGradient'
  | 'PrattleLstmScan'
  | 'PrattleLstmScanGradient';

const BYTES = 4;

/**
 * The scans: one command through all positions. Backward, one more makes the gradients of what the inputs added; the weights'
 * gradients are then products over all positions at once.
 */
export const scanKernels: Pick<FusedKernels, Names> = {
  PrattleRnnScan({ inputs, backend }) {
    const { size, addresses } = forward('PrattleRnnScan', 1, inputs, backend);
    const y = backend.output([size.batch, size.time, size.width]);
    backend.commands.encode('rnnScan', { y: backend.address(y), ...addresses, ...size });
    return [y];
  },

  PrattleRnnScanGradient({ inputs: { dy, y, weight, start }, attrs: { needs }, backend }) {
    const size = sizeOfOutput('PrattleRnnScanGradient', y, dy);
    const { dx, dstart } = gradientsOf(backend, size, 1);
    backend.commands.encode('rnnScanGradient', {
      ...backend.addresses({ dx, dstart, dy, y, weight }),
      ...size,
    });
    const before = statesBefore(backend, size, y, start);
    const parameters = parameterGradients(backend, needs, weight);
    parameters.add({ rows: 0, count: size.width, d: backend.address(dx), strideD: size.width, state: backend.address(before) }, size);
    backend.disposeData(before.dataId);
    return [dx, parameters.weight, parameters.bias, dstart];
  },

  PrattleGruScan({ inputs, attrs: { form }, backend }) {
    const { size, addresses } = forward('PrattleGruScan', 3, inputs, backend);
    const { batch, time, width } = size;
    const y = backend.output([batch, time, width]);
    const gates = backend.output([batch, time, 4 * width]);
    const resetAfter = form === 'reset-after' ? 1 : 0;
    backend.commands.encode('gruScan', { y: backend.address(y), gates: backend.address(gates), ...addresses, ...size, resetAfter });
    return [y, gates];
  },

  PrattleGruScanGradient({ inputs: { dy, y, gates, weight, start }, attrs: { form, needs }, backend }) {
    const size = sizeOfOutput('PrattleGruScanGradient', y, dy);
    const { batch, time, width } = size;
    const { dx, dstart } = gradientsOf(backend, size, 3);
    const dproduct = form === 'reset-after' ? backend.output([batch, time, width]) : null;
    backend.commands.encode('gruScanGradient', {
      ...backend.addresses({ dx, dproduct, dstart, dy, y, gates, weight, start }),
      ...size,
      resetAfter: dproduct === null ? 0 : 1,
    });
    const before = statesBefore(backend, size, y, start);
    const parameters = parameterGradients(backend, needs, weight);
    const d = { d: backend.address(dx), strideD: 3 * width };
    parameters.add({ rows: 0, count: 2 * width, ...d, state: backend.address(before) }, size);
    const candidate = { rows: 2 * width, count: width };
    if (dproduct !== null) {
      parameters.add({ ...candidate, d: backend.address(dproduct), strideD: width, state: backend.address(before) }, size);
      backend.disposeData(dproduct.dataId);
    } else {
      // The candidate's product was with r ⊙ h, which lies beside the gates.
      const reset = backend.address(gates) + 3 * width * BYTES;
      parameters.add({ ...candidate, d: d.d + 2 * width * BYTES, strideD: d.strideD, state: reset, strideState: 4 * width }, size);
    }
    backend.disposeData(before.dataId);
    return [dx, parameters.weight, parameters.bias, dstart];
  },

  PrattleLstmScan({ inputs, backend }) {
    const { size, addresses } = forward('PrattleLstmScan', 4, inputs, backend);
    const { batch, time, width } = size;
    expectSize('PrattleLstmScan', 'cell', inputs.cell, batch * width);
    const y = backend.output([batch, time, width]);
    const last = backend.output([batch, width]);
    const gates = backend.output([batch, time, 4 * width]);
    const cells = backend.output([batch, time, width]);
    backend.commands.encode('lstmScan', {
      ...backend.addresses({ y, last, gates, cells }),
      ...addresses,
      cell: backend.address(inputs.cell),
      ...size,
    });
    return [y, last, gates, cells];
  },

  PrattleLstmScanGradient({ inputs: { dy, dlast, y, gates, cells, weight, start, cell }, attrs: { needs }, backend }) {
    const size = sizeOfOutput('PrattleLstmScanGradient', y, dy);
    const { dx, dstart } = gradientsOf(backend, size, 4);
    const dcell = backend.output([size.batch, size.width]);
    backend.commands.encode('lstmScanGradient', {
      ...backend.addresses({ dx, dstart, dcell, dy, dlast, gates, cells, weight, cell }),
      ...size,
    });
    const before = statesBefore(backend, size, y, start);
    const parameters = parameterGradients(backend, needs, weight);
    const strideD = 4 * size.width;
    parameters.add({ rows: 0, count: strideD, d: backend.address(dx), strideD, state: backend.address(before) }, size);
    backend.disposeData(before.dataId);
    return [dx, parameters.weight, parameters.bias, dstart, dcell];
  },
};

interface Size {
  readonly batch: number;
  readonly time: number;
  readonly width: number;
}

interface ForwardInputs {
  readonly x: TensorInfo;
  readonly weight: TensorInfo;
  readonly bias?: TensorInfo;
  readonly start: TensorInfo;
}

/** Checks what all scans read, and finds where it lies. */
function forward(kernel: string, gates: number, { x, weight, bias, start }: ForwardInputs, backend: PrattleBackend) {
  const [batch = 0, time = 0] = x.shape;
  const width = weight.shape[1] ?? 0;
  for (const [name, tensor] of Object.entries({ x, weight, start })) expectType(kernel, name, tensor, 'float32');
  expectSize(kernel, 'x', x, batch * time * gates * width);
  expectSize(kernel, 'weight', weight, gates * width * width);
  expectSize(kernel, 'start', start, batch * width);
  if (bias !== undefined) expectSize(kernel, 'bias', bias, gates * width);
  const [ofX, ofWeight, ofBias, ofStart] = [x, weight, bias, start].map((tensor) => backend.address(tensor)) as [
    number,
    number,
    number,
    number,
  ];
  return { size: { batch, time, width }, addresses: { x: ofX, weight: ofWeight, bias: ofBias, start: ofStart } };
}

function sizeOfOutput(kernel: string, y: TensorInfo, dy: TensorInfo): Size {
  const [batch, time, width] = y.shape;
  if (batch === undefined || time === undefined || width === undefined) return refuse(kernel, `y [${y.shape}] is no batch of sequences`);
  expectSize(kernel, 'dy', dy, batch * time * width);
  return { batch, time, width };
}

function gradientsOf(backend: PrattleBackend, { batch, time, width }: Size, gates: number): { dx: TensorInfo; dstart: TensorInfo } {
  return { dx: backend.output([batch, time, gates * width]), dstart: backend.output([batch, width]) };
}

/** The state before every position [batch, time, width]: the start, then all but the last of y. */
function statesBefore(backend: PrattleBackend, { batch, time, width }: Size, y: TensorInfo, start: TensorInfo): TensorInfo {
  const before = backend.output([batch, time, width]);
  const rows = { rows: batch, strideY: time * width };
  const to = backend.address(before);
  backend.commands.encode('copyRows', { ...rows, y: to, x: backend.address(start), width, strideX: width });
  if (time > 1) {
    const from = { x: backend.address(y), width: (time - 1) * width, strideX: time * width };
    backend.commands.encode('copyRows', { ...rows, ...from, y: to + width * BYTES });
  }
  return before;
}

/** Some rows of the weight, the gradients [batch · time, …] of their products, and the states that they were multiplied with. */
interface WeightRows {
  readonly rows: number;
  readonly count: number;
  readonly d: number;
  readonly strideD: number;
  readonly state: number;
  readonly strideState?: number;
}

interface ParameterGradients {
  readonly weight: TensorInfo | null;
  readonly bias: TensorInfo | null;
  /** Computes the gradients of some rows of the weight, and of their biases. */
  add(rows: WeightRows, size: Size): void;
}

function parameterGradients(
  backend: PrattleBackend,
  needs: { readonly weight: boolean; readonly bias: boolean },
  { shape }: TensorInfo,
): ParameterGradients {
  // The bias comes with the product, so that one without the other is not cheaper.
  const weight = needs.weight || needs.bias ? backend.output(shape) : null;
  const bias = needs.bias ? backend.output([shape[0] ?? 0]) : null;
  return {
    weight,
    bias,
    add({ rows, count, d, strideD, state, strideState }, { batch, time, width }) {
      if (weight === null) return;
      const call: Product = {
        m: count,
        n: width,
        k: batch * time,
        a: d,
        transposeA: true,
        strideA: strideD,
        b: state,
        strideB: strideState ?? width,
        c: backend.address(weight) + rows * width * BYTES,
        sumsA: bias === null ? 0 : backend.address(bias) + rows * BYTES,
      };
      product(backend, call);
    },
  };
}
