import { type FusedOperation, runFusedResults, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { lstmScanReference } from './reference.js';
import { requireScanShapes, type ScanOptions, scanInputs } from './shapes.js';

/** What an LSTM remembers before the first position: float32 [B, H] each. */
export interface LstmMemory {
  readonly hidden: Tensor;
  readonly cell: Tensor;
}

const operation: FusedOperation<'PrattleLstmScan', 'PrattleLstmScanGradient'> = {
  kernel: 'PrattleLstmScan',
  gradientKernel: 'PrattleLstmScanGradient',
  keeps: ['weight', 'start', 'cell'],
  results: 2,
  keepsOutput: () => true,
  gradient({ dy, furtherDys, inputs: { weight, start, cell }, outputs: [y, , gates, cells], needs }, kernel) {
    const wanted = { weight: needs.weight === true, bias: needs.bias === true };
    const dlast = furtherDys[0] ?? undefined;
    const [dx, dweight, dbias, dstart, dcell] = kernel({ dy, dlast, y, gates, cells, weight, start, cell }, { needs: wanted });
    return { x: dx, weight: dweight, bias: dbias, start: dstart, cell: dcell };
  },
};

/**
 * The long short-term memory over a whole sequence (Hochreiter and Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735, with
 * the forget gate of Gers et al. 2000) as `torch.nn.LSTM` has it: i, f, g, o are the parts of x + weight · h + bias;
 * c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g); h' = σ(o) ⊙ tanh(c').
 *
 * @param x float32 [B, T, 4·H]: what the inputs add to each part, multiplied by their weights already
 * @param weight float32 [4·H, H]
 * @returns `outputs` float32 [B, T, H], the hidden state after every position, and `cell` float32 [B, H] after the last
 * @throws UsageError when the shapes do not fit
 */
export function lstmScan(
  x: Tensor,
  weight: Tensor,
  start: LstmMemory,
  { bias }: ScanOptions = {},
): { readonly outputs: Tensor; readonly cell: Tensor } {
  requireScanShapes('lstmScan', 4, x, weight, bias, [start.hidden, start.cell]);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return lstmScanReference(x, weight, start.hidden, start.cell, bias);
  const inputs = { ...scanInputs(x, weight, start.hidden, bias), cell: real(start.cell) };
  const [outputs, cell] = runFusedResults(operation, kernel, inputs, {});
  return { outputs: outputs as Tensor, cell: cell as Tensor };
}
