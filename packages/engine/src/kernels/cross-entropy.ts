import type { TensorInfo } from '@prattle/ops/tfjs';
import { expectSize, expectType, rowsOf, widthOf } from './shapes.js';
import type { FusedKernels } from './table.js';

export const crossEntropyKernels: Pick<FusedKernels, 'PrattleCrossEntropy' | 'PrattleCrossEntropyGradient'> = {
  PrattleCrossEntropy({ inputs: { logits, targets }, attrs: { ignoreIndex, labelSmoothing }, backend }) {
    const { rows, width } = check('PrattleCrossEntropy', logits, targets);
    const loss = backend.output([]);
    const stats = backend.output([rows + 1]);
    backend.commands.encode('crossEntropy', {
      ...backend.addresses({ loss, stats, logits, targets }),
      rows,
      width,
      ignoreIndex,
      labelSmoothing,
    });
    return [loss, stats];
  },

  PrattleCrossEntropyGradient({ inputs: { dy, logits, targets, stats }, attrs: { ignoreIndex, labelSmoothing }, backend }) {
    const { rows, width } = check('PrattleCrossEntropyGradient', logits, targets);
    expectSize('PrattleCrossEntropyGradient', 'dy', dy, 1);
    const dlogits = backend.output(logits.shape);
    backend.commands.encode('crossEntropyGradient', {
      ...backend.addresses({ dlogits, dy, logits, targets, stats }),
      rows,
      width,
      ignoreIndex,
      labelSmoothing,
    });
    return [dlogits];
  },
};

function check(kernel: string, logits: TensorInfo, targets: TensorInfo): { rows: number; width: number } {
  expectType(kernel, 'logits', logits, 'float32');
  expectType(kernel, 'targets', targets, 'int32');
  const rows = rowsOf(logits);
  expectSize(kernel, 'targets', targets, rows);
  return { rows, width: widthOf(logits) };
}
