import type { DoneEvent, EvalEvent, Model, StepEvent, TrainingEvent } from '@prattle/core';
import { readSync } from '@prattle/ops';
import type { ResumeFrom, TrainingSnapshot } from '../loop/options.js';
import { readTrainingState } from '../state/training-state.js';

/** Every event of a run. */
export async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const collected: TrainingEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

export const stepsOf = (events: readonly TrainingEvent[]): StepEvent[] => events.filter((event) => event.type === 'step');
export const evaluationsOf = (events: readonly TrainingEvent[]): EvalEvent[] => events.filter((event) => event.type === 'eval');
export const doneOf = (events: readonly TrainingEvent[]): DoneEvent | undefined => events.find((event) => event.type === 'done');

/** A snapshot as a checkpoint would bring it back: copied, its state through JSON. */
export function stored({ state, seconds, tensors }: TrainingSnapshot): ResumeFrom {
  return {
    seconds,
    state: readTrainingState(JSON.parse(JSON.stringify(state))),
    tensors: new Map(Array.from(tensors, ([name, tensor]) => [name, { values: readSync(tensor) as Float32Array, shape: tensor.shape }])),
  };
}

/** All parameters of a model by name. */
export function parametersOf(model: Model): Record<string, number[]> {
  return Object.fromEntries(Array.from(model.parameters.values(), ({ name, value }) => [name, [...readSync(value)]]));
}
