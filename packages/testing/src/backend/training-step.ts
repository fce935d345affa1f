import type { HostArray, StepFunction, Tensor } from '@prattle/core';
import {
  adamStep,
  attentionPacked,
  crossEntropy,
  dispose,
  dropout,
  embedding,
  globalNorm,
  layerNorm,
  linear,
  read,
  residualAdd,
  rmsNorm,
  type TensorValues,
  valueAndGradients,
  variable,
} from '@prattle/ops';
import { createDraw, stepRandom } from '@prattle/ops/testing';

const [VOCABULARY, CONTEXT, WIDTH, HEADS] = [11, 8, 12, 3];
const DROPOUT = 0.1;

const shapes = {
  tokens: [VOCABULARY, WIDTH],
  positions: [CONTEXT, WIDTH],
  normWeight: [WIDTH],
  normBias: [WIDTH],
  qkv: [3 * WIDTH, WIDTH],
  up: [4 * WIDTH, WIDTH],
  upBias: [4 * WIDTH],
  down: [WIDTH, 4 * WIDTH],
  lastNorm: [WIDTH],
} as const;

type Parameters = Readonly<Record<keyof typeof shapes, Tensor>>;

/** A small transformer that trains: every kind of operation in one step. Two of them start alike. */
export class TrainingStep {
  private readonly parameters: Parameters;
  private readonly first: readonly Tensor[];
  private readonly second: readonly Tensor[];

  constructor() {
    const draw = createDraw(5);
    const fresh = Object.entries(shapes).map(([name, shape]) => [name, variable(draw.normal(shape, 0.3).values, shape)]);
    this.parameters = Object.fromEntries(fresh) as Parameters;
    const zeros = () => Object.values(shapes).map((shape) => variable(draw.normal(shape, 0).values, shape));
    this.first = zeros();
    this.second = zeros();
  }

  readonly run: StepFunction = ({ ids, targets, hyper, counter }) => {
    if (!ids || !targets || !hyper || !counter) throw new Error('an input is missing');
    const parameters = Object.values(this.parameters);
    const { value, gradients } = valueAndGradients(() => crossEntropy(this.logits(ids, counter), targets), parameters);
    const complete = gradients.filter((gradient) => gradient !== null);
    const norm = globalNorm(complete);
    const decays = parameters.map(({ shape }) => shape.length > 1);
    adamStep({ parameters, gradients: complete, first: this.first, second: this.second, hyper, norm, decays });
    return { loss: value, norm };
  };

  private logits(ids: Tensor, counter: Tensor): Tensor {
    const p = this.parameters;
    const random = stepRandom(counter);
    const embedded = dropout(embedding(ids, p.tokens, { positions: p.positions }), DROPOUT, random);
    const qkv = linear(layerNorm(embedded, p.normWeight, p.normBias), p.qkv);
    const attended = residualAdd(embedded, attentionPacked(qkv, { heads: HEADS, causal: true, dropout: DROPOUT, random }));
    const hidden = linear(layerNorm(attended, p.normWeight, p.normBias), p.up, { bias: p.upBias, activation: 'gelu' });
    const mixed = linear(hidden, p.down, { residual: attended });
    return linear(rmsNorm(mixed, p.lastNorm), p.tokens);
  }

  /** All parameters and the optimiser's state, on the host. */
  read(): Promise<TensorValues[]> {
    return Promise.all([...Object.values(this.parameters), ...this.first, ...this.second].map(read));
  }

  dispose(): void {
    dispose(this.parameters, this.first, this.second);
  }
}

/** The inputs of the i-th step. @param batch sequences */
export function stepInputs(i: number, batch = 3): Readonly<Record<string, HostArray>> {
  const draw = createDraw(100 + i);
  const [beta1, beta2, t] = [0.9, 0.99, i + 1];
  const hyper = Float32Array.of(0.01 / t, beta1, beta2, 1e-8, 0.1, 1 - beta1 ** t, 1 - beta2 ** t, 1);
  return {
    ids: draw.integers([batch, CONTEXT], 0, VOCABULARY),
    targets: draw.integers([batch, CONTEXT], -1, VOCABULARY),
    hyper: { values: hyper, shape: [8] },
    counter: { values: Int32Array.of(42, 0, i, 0), shape: [4] },
  };
}
