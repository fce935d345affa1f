import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { createRandom } from '@prattle/core';
import { optimizer as hyper, type Setting, type Side } from '../setting.js';

type Array = np.Array;
type Block = Readonly<
  Record<
    | 'query'
    | 'key'
    | 'value'
    | 'project'
    | 'projectBias'
    | 'up'
    | 'upBias'
    | 'down'
    | 'downBias'
    | 'norm1'
    | 'norm1Bias'
    | 'norm2'
    | 'norm2Bias',
    Array
  >
>;
type Parameters = Readonly<Record<'tokens' | 'positions' | 'norm' | 'normBias' | 'head' | 'headBias', Array>> & {
  readonly blocks: readonly Block[];
};

// jax-js's types know trees of arrays, but not which tree goes in or comes out.
const ref = tree.ref as unknown as <Tree>(value: Tree) => Tree;
const map = tree.map as unknown as <Arrays extends readonly Array[]>(
  f: (...arrays: Arrays) => Array,
  ...trees: { readonly [Index in keyof Arrays]: Parameters }
) => Parameters;

/** The notebook's model and AdamW in jax-js, one jit-compiled function for the whole step. */
export async function openJaxSide(setting: Setting): Promise<Side> {
  await init('webgpu');
  defaultDevice('webgpu');
  let parameters = initial(setting);
  const zeros = () => map((array: Array) => np.zeros(array.shape), ref(parameters));
  let [first, second] = [zeros(), zeros()];
  const step = jit(stepOf(setting) as never) as unknown as ReturnType<typeof stepOf>;
  const shape = [setting.batch * setting.context];
  return {
    name: 'jax-js',
    device: 'webgpu',
    async step(index, { inputs, targets }) {
      const t = index + 1;
      const corrections = np.array(Float32Array.of(1 - hyper.beta1 ** t, 1 - hyper.beta2 ** t));
      const start = performance.now();
      const ids = np.array(inputs).reshape(shape);
      const wanted = np.array(targets).reshape(shape);
      let loss: Array;
      [loss, parameters, first, second] = step(parameters, first, second, corrections, ids, wanted);
      const javascript = performance.now() - start;
      const [value = Number.NaN] = await loss.data();
      await blockUntilReady(parameters as never);
      return { loss: value, milliseconds: performance.now() - start, javascript };
    },
    replayed: () => false,
    dispose() {
      for (const owned of [parameters, first, second]) tree.dispose(owned as never);
    },
  };
}

function initial({ vocabulary, context, width, layers }: Setting): Parameters {
  const random = createRandom('philox', 1);
  const matrix = (rows: number, columns: number): Array => {
    const bound = 1 / Math.sqrt(rows);
    return np.array(random.uniform(rows * columns, -bound, bound)).reshape([rows, columns]);
  };
  const table = (rows: number): Array => np.array(random.normal(rows * width)).reshape([rows, width]);
  const block = (): Block => ({
    query: matrix(width, width),
    key: matrix(width, width),
    value: matrix(width, width),
    project: matrix(width, width),
    projectBias: np.zeros([width]),
    up: matrix(width, 4 * width),
    upBias: np.zeros([4 * width]),
    down: matrix(4 * width, width),
    downBias: np.zeros([width]),
    norm1: np.ones([width]),
    norm1Bias: np.zeros([width]),
    norm2: np.ones([width]),
    norm2Bias: np.zeros([width]),
  });
  return {
    tokens: table(vocabulary),
    positions: table(context),
    blocks: Array.from({ length: layers }, block),
    norm: np.ones([width]),
    normBias: np.zeros([width]),
    head: matrix(width, vocabulary),
    headBias: np.zeros([vocabulary]),
  };
}

/** Every use but the last of an array is by \`.ref\`: jax-js frees what a function was given. */
function lossOf({ batch, context, width, heads, vocabulary }: Setting) {
  const norm = (x: Array, weight: Array, bias: Array) => nn.standardize(x, -1, { epsilon: 1e-5 }).mul(weight).add(bias);
  const split = (x: Array) => x.reshape([batch, context, heads, width / heads]);
  return (p: Parameters, ids: Array, targets: Array): Array => {
    let x = np
      .matmul(nn.oneHot(ids, vocabulary), p.tokens)
      .reshape([batch, context, width])
      .add(p.positions)
      .reshape([batch * context, width]);
    for (const block of p.blocks) {
      const normed = norm(x.ref, block.norm1, block.norm1Bias);
      const query = split(np.matmul(normed.ref, block.query));
      const key = split(np.matmul(normed.ref, block.key));
      const value = split(np.matmul(normed, block.value));
      const attended = nn.dotProductAttention(query, key, value, { isCausal: true }).reshape([batch * context, width]);
      x = x.add(np.matmul(attended, block.project).add(block.projectBias));
      const hidden = nn.relu(np.matmul(norm(x.ref, block.norm2, block.norm2Bias), block.up).add(block.upBias));
      x = x.add(np.matmul(hidden, block.down).add(block.downBias));
    }
    const logits = np.matmul(norm(x, p.norm, p.normBias), p.head).add(p.headBias);
    const rows = batch * context;
    return nn
      .logSoftmax(logits)
      .mul(nn.oneHot(targets, vocabulary))
      .sum()
      .mul(-1 / rows);
  };
}

function stepOf(setting: Setting) {
  const { learningRate, beta1, beta2, epsilon, weightDecay } = hyper;
  const slope = valueAndGrad(lossOf(setting) as never) as unknown as (p: Parameters, ids: Array, targets: Array) => [Array, Parameters];
  return (
    p: Parameters,
    first: Parameters,
    second: Parameters,
    corrections: Array,
    ids: Array,
    targets: Array,
  ): [loss: Array, p: Parameters, first: Parameters, second: Parameters] => {
    const [loss, gradients] = slope(ref(p), ids, targets);
    const mean = map((m: Array, g: Array) => m.mul(beta1).add(g.mul(1 - beta1)), first, ref(gradients));
    const square = map((v: Array, g: Array) => v.mul(beta2).add(g.ref.mul(g).mul(1 - beta2)), second, gradients);
    const correction1 = corrections.ref.slice(0);
    const correction2 = corrections.slice(1);
    const updated = map(
      (value: Array, m: Array, v: Array) => {
        const change = m.div(correction1.ref).div(np.sqrt(v.div(correction2.ref)).add(epsilon));
        return value.mul(1 - learningRate * weightDecay).sub(change.mul(learningRate));
      },
      p,
      ref(mean),
      ref(square),
    );
    correction1.dispose();
    correction2.dispose();
    return [loss, updated, mean, square];
  };
}
