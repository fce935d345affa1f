import type { Task } from '@prattle/core';
import type { ActivationDescription } from '../activations/describe-activations.js';
import type { GradientFlow } from '../gradients/measure-gradients.js';
import type { ParameterUpdate } from '../gradients/measure-updates.js';
import type { ParameterDescription } from '../parameters/describe-parameters.js';

/** What was measured, as far as it could be. */
export interface Evidence {
  readonly task: Task;
  readonly parameters: readonly ParameterDescription[];
  readonly activations: readonly ActivationDescription[];
  readonly gradients?: GradientFlow | undefined;
  readonly updates?: readonly ParameterUpdate[] | undefined;
  /** Of a model that chooses: among how many tokens or classes. */
  readonly choices?: number | undefined;
}

/** What can be wrong with a network. */
export type Ailment = 'exploding' | 'vanishing' | 'dead' | 'saturated' | 'tied';

/** Something wrong, where, how that was seen, and what usually helps. */
export interface Finding {
  readonly ailment: Ailment;
  /** Parameters or layers by name. */
  readonly where: readonly string[];
  readonly reason: string;
  readonly remedy: string;
}

/** 0.1234 → "12 %". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** 1234.5 → "1.2e+3", 0.5 → "0.5". */
export function short(value: number): string {
  return Math.abs(value) >= 1000 || (value !== 0 && Math.abs(value) < 0.01) ? value.toExponential(1) : String(Number(value.toPrecision(2)));
}
