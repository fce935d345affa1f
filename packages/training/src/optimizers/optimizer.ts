import type { HostArray, NamedTensors, Parameter, Tensor, TensorRecord } from '@prattle/core';
import { variable } from '@prattle/ops';

/** What changes from one update to the next. */
export interface UpdateSettings {
  /** Updates made with this one, from 1: what Adam's bias correction counts. */
  readonly update: number;
  readonly learningRate: number;
}

/**
 * An optimiser bound to the parameters it updates. Its state lives in tensors that never move, its numbers travel as
 * inputs of the step, so that a recorded step can be replayed with the next ones.
 */
export interface Optimizer {
  readonly name: string;
  /** Everything that a resumed run needs, by name: `first.wte.weight` … */
  readonly state: NamedTensors;
  /** Its inputs to the compiled step, by name; `prepare` writes the next update's numbers into them. */
  readonly inputs: Readonly<Record<string, HostArray>>;
  prepare(settings: UpdateSettings): void;
  /**
   * Updates the parameters in place. Runs inside the step that is being recorded.
   *
   * @param gradients in the order of the parameters; `null` where a parameter had no part in the loss, which leaves it as it is
   * @param inputs the step's inputs, among them this optimiser's own
   * @param norm the norm over all gradients, when they are to be clipped
   */
  apply(gradients: readonly (Tensor | null)[], inputs: TensorRecord, norm?: Tensor): void;
  dispose(): void;
}

export interface OptimizerContext {
  /** Largest norm of all gradients together; 0: no clipping. */
  readonly clip: number;
  /** How many outputs the model has: tells the matrix that makes them from those inside. */
  readonly outputs?: number | undefined;
}

/** An optimiser with its settings, not yet bound to parameters. */
export interface OptimizerPlan {
  readonly name: string;
  create(parameters: readonly Parameter[], context: OptimizerContext): Optimizer;
}

/** Whether weight decay pulls on a parameter: on all, or on matrices and embeddings only (not on biases and norms). */
export function decays(parameter: Parameter, matricesOnly: boolean): boolean {
  return !matricesOnly || parameter.role === 'matrix' || parameter.role === 'embedding';
}

/** A zero for every element of a parameter: where an optimiser begins. */
export function zerosLike({ value }: Parameter): Tensor {
  return variable(new Float32Array(value.size), value.shape);
}

/** What an optimiser keeps for one parameter, together with this update's gradient. */
export type WithGradient<Slot> = Slot & { readonly gradient: Tensor };

/** The slots whose parameter had a part in the loss. */
export function withGradients<Slot extends object>(slots: readonly Slot[], gradients: readonly (Tensor | null)[]): WithGradient<Slot>[] {
  return slots.flatMap((slot, index) => {
    const gradient = gradients[index];
    return gradient ? [{ ...slot, gradient }] : [];
  });
}
