import type { HostArray, StepRandom, Tensor } from '@prattle/core';

/** One call of an operation, with inputs: what backends are compared on. */
export interface OperationCase {
  /** The operation's name. */
  readonly operation: string;
  /** Unique: the operation, the options, what is special about the shapes. */
  readonly name: string;
  /** Float inputs are differentiated, integers are not. */
  readonly inputs: Readonly<Record<string, HostArray>>;
  run(inputs: Readonly<Record<string, Tensor>>): Tensor;
  /** How large the numbers are that cancel out in results, where that is more than the results are: rounding errors are of their size. */
  readonly magnitude?: number;
}

/** The cases of one operation, with data from this stream. */
export type CaseList = (draw: Draw) => readonly OperationCase[];

/** Draws the inputs of cases. */
export interface Draw {
  /** Normal numbers. @param scale their standard deviation */
  normal(shape: readonly number[], scale?: number): HostArray;
  /** int32 on [low, high). */
  integers(shape: readonly number[], low: number, high: number): HostArray;
  /** One whole number from low to high, both included. */
  size(low: number, high: number): number;
}

/** A tensor of a case by name. */
export function input(inputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`The case has no input ${name}.`);
  return tensor;
}

/** Randomness for one forward pass, from a counter that is an input of the case. @param firstSite for the first draw */
export function stepRandom(counter: Tensor, firstSite = 0): StepRandom {
  let site = firstSite;
  return { counter, nextSite: () => site++ };
}
