import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Parameter } from '@prattle/core';
import { globalNorm, memory, readSync, tensor, tidy, variable } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { adam, adamw } from './adam.js';
import { muon } from './muon.js';
import type { OptimizerPlan } from './optimizer.js';
import { sgd } from './sgd.js';

useTfjsCpu();

/** Three updates with gradients a/2 + s - 1 and -b/4 + s/10 at step s, in PyTorch 1.13. */
const PYTORCH: { name: string; plan: OptimizerPlan; learningRate: number; clip?: number; expected: number[] }[] = [
  {
    name: 'AdamW with its defaults',
    plan: adamw(),
    learningRate: 0.1,
    expected: [0.5923574, -0.7725714, 1.8366389, 0.3723883, 0.1492145, -0.5379109, 1.285706, -2.29374],
  },
  {
    name: 'AdamW with other betas, epsilon and decay',
    plan: adamw({ beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.5 }),
    learningRate: 0.05,
    expected: [0.5034727, -0.8219687, 1.772392, 0.2860983, 0.0672034, -0.5976752, 1.0618241, -2.0003912],
  },
  {
    name: 'AdamW with decay on matrices only',
    plan: adamw({ weightDecay: 0.5, decayMatricesOnly: true }),
    learningRate: 0.05,
    expected: [0.5101786, -0.8171185, 1.7759713, 0.2927373, 0.0736748, -0.5923307, 1.1423993, -2.1500862],
  },
  {
    name: 'Adam with its defaults',
    plan: adam(),
    learningRate: 0.1,
    expected: [0.5940451, -0.7752092, 1.8425585, 0.3733641, 0.1494758, -0.5398159, 1.2890803, -2.3000278],
  },
  {
    name: 'Adam with decay in the gradient',
    plan: adam({ weightDecay: 0.3 }),
    learningRate: 0.1,
    expected: [0.5511332, -0.7532201, 1.7127867, 0.3511965, 0.1443206, -0.5193882, 0.7156379, -1.8505242],
  },
  {
    name: 'Adam with clipped gradients',
    plan: adam({ epsilon: 0.1 }),
    learningRate: 0.1,
    clip: 0.5,
    expected: [0.5386227, -0.8224937, 1.8831044, 0.3187608, 0.0975383, -0.5871862, 1.0934956, -2.1664057],
  },
  {
    name: 'SGD',
    plan: sgd(),
    learningRate: 0.1,
    expected: [0.4189375, -0.867125, 1.7049999, 0.2045937, -0.00975, -0.6527812, 1.0466406, -2.1840312],
  },
  {
    name: 'SGD with momentum, dampening and decay',
    plan: sgd({ momentum: 0.9, dampening: 0.2, weightDecay: 0.1 }),
    learningRate: 0.1,
    expected: [0.5286453, -0.5383193, 1.5956099, 0.3508179, 0.1729904, -0.3604919, 1.0449842, -2.1838562],
  },
  {
    name: "SGD with Nesterov's momentum",
    plan: sgd({ momentum: 0.9, nesterov: true }),
    learningRate: 0.1,
    expected: [0.419856, -0.5273379, 1.3670499, 0.2619904, 0.1041247, -0.3694722, 1.1440221, -2.486052],
  },
];

function twoParameters(): [Parameter, Parameter] {
  return [
    { name: 'a', role: 'matrix', value: variable([0.5, -1, 2, 0.25, 0, -0.75], [2, 3]), trainable: true },
    { name: 'b', role: 'bias', value: variable([1, -2], [2]), trainable: true },
  ];
}

describe('optimisers', () => {
  it.each(PYTORCH)('$name takes the steps of PyTorch', ({ plan, learningRate, clip = 0, expected }) => {
    const [a, b] = twoParameters();
    const optimizer = plan.create([a, b], { clip });
    for (let step = 0; step < 3; step++) {
      optimizer.prepare({ update: step + 1, learningRate });
      tidy(() => {
        const gradients = [
          tensor(
            [...readSync(a.value)].map((value) => value / 2 + step - 1),
            a.value.shape,
          ),
          tensor(
            [...readSync(b.value)].map((value) => -value / 4 + step / 10),
            b.value.shape,
          ),
        ];
        const inputs = Object.fromEntries(
          Object.entries(optimizer.inputs).map(([name, { values, shape }]) => [name, tensor(values, shape)]),
        );
        optimizer.apply(gradients, inputs, clip > 0 ? globalNorm(gradients) : undefined);
      });
    }
    for (const [index, value] of [...readSync(a.value), ...readSync(b.value)].entries()) expect(value).toBeCloseTo(expected[index] ?? 0, 5);
  });

  it('leave a parameter alone that had no part in the loss', () => {
    const [a, b] = twoParameters();
    const optimizer = adamw().create([a, b], { clip: 0 });
    optimizer.prepare({ update: 1, learningRate: 0.1 });
    tidy(() => {
      const hyper = optimizer.inputs.hyper;
      optimizer.apply([null, tensor([1, 1], [2])], { hyper: tensor(hyper?.values ?? [], hyper?.shape ?? [0]) });
    });
    expect([...readSync(a.value)]).toEqual([0.5, -1, 2, 0.25, 0, -0.75]);
    expect([...readSync(b.value)]).not.toEqual([1, -2]);
  });

  it.each([adam(), sgd({ momentum: 0.5 }), sgd(), muon()])('free what they keep', (plan) => {
    const before = memory().tensors;
    const parameters = twoParameters();
    plan.create(parameters, { clip: 0 }).dispose();
    for (const { value } of parameters) value.dispose();
    expect(memory().tensors).toBe(before);
  });

  it('Muon takes hidden matrices alone: not the output matrix, nor biases, nor embeddings', () => {
    const parameter = (name: string, role: Parameter['role'], shape: number[]): Parameter => {
      const size = shape.reduce((product, length) => product * length, 1);
      return { name, role, value: variable(new Float32Array(size), shape), trainable: true };
    };
    const parameters = [
      parameter('table', 'embedding', [7, 4]),
      parameter('in.weight', 'matrix', [4, 4]),
      parameter('in.bias', 'bias', [4]),
      parameter('out.weight', 'matrix', [7, 4]),
    ];
    const momenta = (outputs?: number) => {
      const optimizer = muon().create(parameters, { clip: 0, outputs });
      const names = [...optimizer.state.keys()].filter((name) => name.startsWith('momentum.'));
      optimizer.dispose();
      return names;
    };
    expect(momenta(7)).toEqual(['momentum.in.weight']);
    expect(momenta()).toEqual(['momentum.in.weight', 'momentum.out.weight']);
    for (const { value } of parameters) value.dispose();
  });
});
