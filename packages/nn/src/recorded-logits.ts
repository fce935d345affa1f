import type { CompiledStep, HostArray, Tensor, TensorRecord } from '@prattle/core';
import { compile, slice } from '@prattle/ops';

/** Work that ends in logits, done over and over on inputs of the same shapes: recorded once and replayed, where the backend can. */
export interface RecordedLogits {
  /** The caller disposes the logits. */
  run(inputs: Readonly<Record<string, HostArray>>): Tensor;
  dispose(): void;
}

/** @param logits from the inputs, by name; it makes no tensor from values of its own */
export function createRecordedLogits(logits: (inputs: TensorRecord) => Tensor): RecordedLogits {
  let compiled: CompiledStep | undefined;
  return {
    run(inputs) {
      compiled ??= compile((tensors) => ({ logits: logits(tensors) }));
      const { logits: result } = compiled.run(inputs);
      if (!result) throw new RangeError('the step gave no logits');
      // A copy: what the step gave is overwritten by the next run, and a clone would share its storage.
      return slice(result, [0, 0], [...result.shape]);
    },
    dispose() {
      compiled?.dispose();
      compiled = undefined;
    },
  };
}
