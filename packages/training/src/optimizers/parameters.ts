import type { Model, Parameter } from '@prattle/core';

/** The parameters that training changes, in the model's order. */
export function trainableParameters(model: Model): Parameter[] {
  return [...model.parameters.values()].filter((parameter) => parameter.trainable);
}

/** How many numbers a model learns and keeps. */
export function countParameters(model: Model): number {
  let count = 0;
  for (const { value } of model.parameters.values()) count += value.size;
  return count;
}
