import type { HostArray, Model, Tensor } from '@prattle/core';
import { clone, dispose, keep, read, tensor, tidy } from '@prattle/ops';

/** A tensor that a model reported on its way forward. */
export interface Observation {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** Everything that one forward pass reported, and what it ended with. */
export interface ForwardRecord {
  readonly observations: readonly Observation[];
  /** [B, T, V] or [B, classes]; absent for models that predict numbers. */
  readonly logits?: Observation;
}

/** Runs a model on an input, without dropout, and collects what it reports through `observe`. */
export async function recordForward(model: Model, input: HostArray): Promise<ForwardRecord> {
  const seen: { readonly name: string; readonly value: Tensor }[] = [];
  try {
    tidy(() => {
      const { logits } = model.forward(tensor(input.values, input.shape), {
        observe: (name, value) => void seen.push({ name, value: keep(clone(value)) }),
      });
      if (logits) seen.push({ name: LOGITS, value: keep(clone(logits)) });
    });
    const read = await Promise.all(seen.map(observation));
    const last = read.at(-1);
    return last?.name === LOGITS ? { observations: read.slice(0, -1), logits: last } : { observations: read };
  } finally {
    dispose(seen.map(({ value }) => value));
  }
}

/** Not a name that a model would report under. */
const LOGITS = '(logits)';

async function observation({ name, value }: { readonly name: string; readonly value: Tensor }): Promise<Observation> {
  return { name, shape: [...value.shape], values: await read(value) };
}
