import { add, type Tensor } from '@tensorflow/tfjs-core';
import { asTensor } from '../fused/node.js';
import { findKernel } from '../fused/registry.js';
import type { EngineInternals } from '../tfjs/engine.js';

/**
 * The gradients that a walk has accumulated so far, by tensor id.
 *
 * One tensor may be the gradient of several others (a residual hands its own on), so uses are counted. A sum may be
 * formed in the storage of its first term only if that storage is exclusively ours: made by this walk, used once, and
 * not shared with any other tensor.
 */
export class GradientTable {
  private readonly gradients = new Map<number, Tensor>();
  private readonly uses = new Map<Tensor, number>();
  private readonly targets: ReadonlySet<number>;
  private readonly firstOwnId: number;

  constructor(
    private readonly engine: EngineInternals,
    targets: readonly Tensor[],
  ) {
    this.targets = new Set(targets.map((target) => target.id));
    this.firstOwnId = engine.nextTensorId();
  }

  get(id: number): Tensor | null {
    return this.gradients.get(id) ?? null;
  }

  hasAny(outputs: readonly Tensor[]): boolean {
    for (const output of outputs) if (this.gradients.has(output.id)) return true;
    return false;
  }

  /** Whether the gradient of the tensor with this id is read once more and by nobody else. */
  isExclusive(id: number): boolean {
    const gradient = this.gradients.get(id);
    return gradient !== undefined && !this.targets.has(id) && this.isOnlyUse(gradient);
  }

  /** Adds a contribution to the gradient of the tensor with this id. */
  add(id: number, contribution: Tensor): void {
    const sum = this.gradients.get(id);
    if (sum === undefined) {
      this.gradients.set(id, contribution);
      this.uses.set(contribution, (this.uses.get(contribution) ?? 0) + 1);
      return;
    }
    const total = this.total(sum, contribution);
    this.release(sum);
    if (!this.uses.has(contribution)) this.discard(contribution);
    this.gradients.set(id, total);
    this.uses.set(total, 1);
  }

  /** These tensors' gradients are complete and have been passed on. Gradients of targets stay. */
  finish(outputs: readonly Tensor[]): void {
    for (const { id } of outputs) {
      const gradient = this.gradients.get(id);
      if (gradient === undefined || this.targets.has(id)) continue;
      this.gradients.delete(id);
      this.release(gradient);
    }
  }

  /** The gradient of a target, as a tensor that nobody else holds. */
  result(id: number): Tensor | null {
    const gradient = this.gradients.get(id);
    if (gradient === undefined) return null;
    if (!this.isOurs(gradient) || this.uses.get(gradient) !== 1) return gradient.clone();
    // Counted, so that who asks again for the same gets another tensor.
    this.uses.set(gradient, 2);
    return gradient;
  }

  private total(sum: Tensor, contribution: Tensor): Tensor {
    const kernel = findKernel('PrattleAdd');
    if (kernel === undefined) return add(sum, contribution);
    const { backend } = this.engine;
    const reuse = sum !== contribution && this.isOnlyUse(sum);
    const [total] = kernel({ inputs: { a: sum, b: contribution }, attrs: { reuse }, backend });
    return asTensor(total);
  }

  private release(gradient: Tensor): void {
    const uses = (this.uses.get(gradient) ?? 1) - 1;
    if (uses > 0) this.uses.set(gradient, uses);
    else {
      this.uses.delete(gradient);
      this.discard(gradient);
    }
  }

  /** A gradient function may hand out a tensor that lives on elsewhere: only what this walk made is disposed early. */
  private discard(gradient: Tensor): void {
    if (this.isOurs(gradient)) gradient.dispose();
  }

  private isOnlyUse(gradient: Tensor): boolean {
    return this.isOurs(gradient) && this.uses.get(gradient) === 1 && this.engine.backend.refCount(gradient.dataId) === 1;
  }

  private isOurs(gradient: Tensor): boolean {
    return gradient.id >= this.firstOwnId && !gradient.kept;
  }
}
