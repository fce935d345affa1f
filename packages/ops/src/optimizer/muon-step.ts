import { add, div, matMul, mul, sub } from '../plain/arithmetic.js';
import { neg } from '../plain/functions.js';
import { reshape } from '../plain/shape.js';
import { noGradient } from '../tape/value-and-gradients.js';
import type { Tensor } from '../tensor.js';
import { fill } from '../tensors/create.js';
import { tidy } from '../tensors/lifetime.js';
import { globalNorm } from './global-norm.js';
import { sgdStep } from './sgd-step.js';

export interface MuonStep {
  /** Variables of two axes or more, changed in place; axes after the first count as one. */
  readonly parameters: readonly Tensor[];
  /** One for each parameter. */
  readonly gradients: readonly Tensor[];
  /** Running means of the gradients: variables, zero at the start, changed in place. */
  readonly momenta: readonly Tensor[];
  /** How much of the mean is kept at each step. The same for all steps of a run. */
  readonly momentum: number;
  /** float32 [8]: learning rate, 0, 0, 0, weight decay (decoupled, as AdamW's), 0, 0, 0. */
  readonly hyper: Tensor;
  /** float32 [8]: 1 - momentum, 0, 0, 0, 1, 0, 0, largest gradient norm (0: no clipping). */
  readonly momentumHyper: Tensor;
  /** The gradients' `globalNorm`; without it nothing is clipped. */
  readonly norm?: Tensor;
  /** Whether weight decay acts on a parameter, for each. */
  readonly decays: readonly boolean[];
  /** Newton-Schulz iterations. Default 5. */
  readonly iterations?: number;
}

/** Of the quintic polynomial whose iteration drives every singular value towards 1 (Jordan et al. 2024). */
const COEFFICIENTS = [3.4445, -4.775, 2.0315] as const;

/**
 * One step of Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon): Nesterov's momentum, made
 * orthogonal by Newton-Schulz iterations. The step is scaled by 0.2 · √(larger side), so that its size is AdamW's and one
 * learning rate serves both (Liu et al. 2025, arXiv:2502.16982): `torch.optim.Muon` with `match_rms_adamw`, in float32.
 *
 * It is composed of products and of `sgdStep`, which is what changes variables in place, so any backend that records those
 * records this.
 */
export function muonStep({ momentum, hyper, momentumHyper, norm, iterations = 5, ...lists }: MuonStep): void {
  noGradient(() => {
    const { parameters, gradients, momenta, decays } = lists;
    parameters.forEach((parameter, index) => {
      tidy(() => {
        const [buffer, gradient] = [momenta[index] as Tensor, gradients[index] as Tensor];
        const share = fill([], momentum);
        const kept = mul(buffer, share);
        // buffer -= (1 - momentum) · (buffer - gradient), the gradient clipped on the way.
        sgdStep({
          parameters: [buffer],
          gradients: [neg(gradient)],
          momenta: [],
          hyper: momentumHyper,
          decays: [true],
          ...(norm ? { norm } : {}),
        });
        // Nesterov: (1 - momentum) · gradient + momentum · buffer, where the first part is what the buffer has gained.
        const ahead = add(sub(buffer, kept), mul(buffer, share));
        const update = reshape(orthogonal(ahead, iterations), parameter.shape);
        sgdStep({ parameters: [parameter], gradients: [update], momenta: [], hyper, decays: [decays[index] ?? true] });
      });
    });
  });
}

/** [rows, rest] with all singular values near 1, times 0.2 · √(larger side). */
function orthogonal(matrix: Tensor, iterations: number): Tensor {
  const [rows = 1] = matrix.shape;
  const columns = matrix.size / rows;
  const tall = rows > columns;
  const [a, b, c] = COEFFICIENTS.map((coefficient) => fill([], coefficient)) as [Tensor, Tensor, Tensor];
  let x = reshape(div(matrix, add(globalNorm([matrix]), fill([], 1e-7))), [rows, columns]);
  for (let i = 0; i < iterations; i++) {
    // Of the smaller side: x xᵀ, or xᵀ x, which commutes with x from the other side.
    const gram = matMul(x, x, tall, !tall);
    const polynomial = add(mul(gram, b), mul(matMul(gram, gram), c));
    x = add(mul(x, a), tall ? matMul(x, polynomial) : matMul(polynomial, x));
  }
  return mul(x, fill([], 0.2 * Math.sqrt(Math.max(rows, columns))));
}
