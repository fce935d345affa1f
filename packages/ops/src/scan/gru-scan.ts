import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import type { GruForm } from '../kernels.js';
import type { Tensor } from '../tensor.js';
import { gruScanReference } from './reference.js';
import { requireScanShapes, type ScanOptions, scanInputs } from './shapes.js';

export interface GruScanOptions extends ScanOptions {
  readonly form: GruForm;
}

const operation: FusedOperation<'PrattleGruScan', 'PrattleGruScanGradient'> = {
  kernel: 'PrattleGruScan',
  gradientKernel: 'PrattleGruScanGradient',
  keeps: ['weight', 'start'],
  keepsOutput: () => true,
  gradient({ dy, inputs: { weight, start }, outputs: [y, gates], attrs: { form }, needs }, kernel) {
    const wanted = { weight: needs.weight === true, bias: needs.bias === true };
    const [dx, dweight, dbias, dstart] = kernel({ dy, y, gates, weight, start }, { form, needs: wanted });
    return { x: dx, weight: dweight, bias: dbias, start: dstart };
  },
};

/**
 * The gated recurrent unit over a whole sequence. With U and c the weight and the bias, cut into one part for each gate:
 *
 * - `reset-before`, as first published (Cho et al. 2014, arXiv:1406.1078), with the parts z, r, n:
 *   z, r = σ(x + U h + c); n = tanh(x + U (r ⊙ h) + c); h' = h + z ⊙ (n - h).
 * - `reset-after`, as cuDNN and `torch.nn.GRU` have it, with the parts r, z, n:
 *   r, z = σ(x + U h + c); n = tanh(x + r ⊙ (U h + c)); h' = n + z ⊙ (h - n).
 *
 * @param x float32 [B, T, 3·H]: what the inputs add to each part, multiplied by their weights already
 * @param weight float32 [3·H, H]
 * @param start float32 [B, H]: the state before the first position
 * @returns float32 [B, T, H]: the state after every position
 * @throws UsageError when the shapes do not fit
 */
export function gruScan(x: Tensor, weight: Tensor, start: Tensor, { bias, form }: GruScanOptions): Tensor {
  requireScanShapes('gruScan', 3, x, weight, bias, [start]);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return gruScanReference(x, weight, start, bias, form);
  return runFused(operation, kernel, scanInputs(x, weight, start, bias), { form });
}
