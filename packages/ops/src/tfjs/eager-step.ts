import type { CompiledStep, HostArray, StepFunction, Tensor, TensorRecord } from '@prattle/core';
import { clone } from '../plain/shape.js';
import { tensor } from '../tensors/create.js';
import { dispose, keep, tidy } from '../tensors/lifetime.js';

/** A step that is run operation by operation every time: what `compile` gives where steps cannot be recorded. @param reason why */
export function eagerStep(step: StepFunction, reason: string): CompiledStep {
  let outputs: Record<string, Tensor> = {};
  return {
    replayed: false,
    reason,
    run(inputs) {
      dispose(outputs);
      outputs = {};
      tidy(() => {
        const results = step(inputTensors(inputs));
        // Cloned, because a step may hand out a parameter, which is not ours to dispose.
        for (const name in results) outputs[name] = keep(clone(results[name] as Tensor));
      });
      return outputs;
    },
    dispose() {
      dispose(outputs);
      outputs = {};
    },
  };
}

function inputTensors(inputs: Readonly<Record<string, HostArray>>): TensorRecord {
  const tensors: Record<string, Tensor> = {};
  for (const [name, { values, shape }] of Object.entries(inputs)) tensors[name] = tensor(values, shape);
  return tensors;
}
