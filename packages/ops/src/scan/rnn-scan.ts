import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import type { Tensor } from '../tensor.js';
import { rnnScanReference } from './reference.js';
import { requireScanShapes, type ScanOptions, scanInputs } from './shapes.js';

const operation: FusedOperation<'PrattleRnnScan', 'PrattleRnnScanGradient'> = {
  kernel: 'PrattleRnnScan',
  gradientKernel: 'PrattleRnnScanGradient',
  keeps: ['weight', 'start'],
  keepsOutput: () => true,
  gradient({ dy, inputs: { weight, start }, outputs, needs }, kernel) {
    const wanted = { weight: needs.weight === true, bias: needs.bias === true };
    const [dx, dweight, dbias, dstart] = kernel({ dy, y: outputs[0], weight, start }, { needs: wanted });
    return { x: dx, weight: dweight, bias: dbias, start: dstart };
  },
};

/**
 * The plain recurrent cell over a whole sequence (Elman 1990): h_t = tanh(x_t + weight · h_(t-1) + bias).
 *
 * @param x float32 [B, T, H]: what the inputs add, multiplied by their weights already
 * @param weight float32 [H, H]
 * @param start float32 [B, H]: the state before the first position
 * @returns float32 [B, T, H]: the state after every position
 * @throws UsageError when the shapes do not fit
 */
export function rnnScan(x: Tensor, weight: Tensor, start: Tensor, { bias }: ScanOptions = {}): Tensor {
  requireScanShapes('rnnScan', 1, x, weight, bias, [start]);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return rnnScanReference(x, weight, start, bias);
  return runFused(operation, kernel, scanInputs(x, weight, start, bias), {});
}
