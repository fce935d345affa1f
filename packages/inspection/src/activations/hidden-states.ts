import type { Observation } from './observe.js';

/** What each unit of a layer held, position by position of one sequence. */
export interface HiddenStates {
  readonly name: string;
  /** [position][unit] */
  readonly values: readonly (readonly number[])[];
}

/**
 * The first sequence of what a layer reported, units thinned out evenly to at most `units`.
 * @param observation [B, T, units]; anything else has no positions and gives `undefined`
 */
export function hiddenStates({ name, shape, values }: Observation, units = 64): HiddenStates | undefined {
  if (shape.length !== 3) return undefined;
  const [, positions = 0, width = 0] = shape;
  const shown = Math.min(units, width);
  return {
    name,
    values: Array.from({ length: positions }, (_, position) =>
      Array.from({ length: shown }, (_, unit) => values[position * width + Math.floor((unit * width) / shown)] ?? 0),
    ),
  };
}
