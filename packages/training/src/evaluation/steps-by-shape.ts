import type { Backend, Batch, CompiledStep, HostArray, StepFunction, TensorRecord } from '@prattle/core';

/** One step compiled once for every shape of batch that comes along: a sweep's last batch is often smaller. */
export interface StepsByShape {
  /** @param more inputs beside the batch's @returns what the step gives, valid until the next run */
  run(batch: Batch, more?: Readonly<Record<string, HostArray>>): TensorRecord;
  dispose(): void;
}

export function createStepsByShape(backend: Backend, step: StepFunction): StepsByShape {
  const compiled = new Map<string, CompiledStep>();
  return {
    run({ input, targets }, more = {}) {
      const key = input.shape.join('x');
      let ready = compiled.get(key);
      if (!ready) {
        ready = backend.compile(step);
        compiled.set(key, ready);
      }
      return ready.run({ input, targets, ...more });
    },
    dispose() {
      for (const ready of compiled.values()) ready.dispose();
      compiled.clear();
    },
  };
}
