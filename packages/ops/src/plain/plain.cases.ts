import type { Tensor } from '@prattle/core';
import { relu, sigmoid, tanh } from '../activation/activation.js';
import { residualAdd } from '../residual-add/residual-add.js';
import { type CaseList, input, type OperationCase } from '../testing/operation-case.js';
import { add, div, equal, greater, less, matMul, maximum, minimum, mul, pow, sub, where } from './arithmetic.js';
import { abs, exp, log, logSoftmax, neg, softmax, softplus, sqrt, square } from './functions.js';
import { gather } from './gather.js';
import { argMax, max, mean, min, sum } from './reduction.js';
import { cast, clone, concat, oneHot, reshape, slice, split, stack, transpose } from './shape.js';
import { shiftRight } from './shift.js';

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;

const unary: Readonly<Record<string, Unary>> = {
  neg,
  abs,
  exp,
  relu,
  sigmoid,
  softplus,
  square,
  tanh,
  softmax,
  logSoftmax,
  clone,
  'log of a square': (x) => log(add(square(x), 0.1)),
  'sqrt of a square': (x) => sqrt(add(square(x), 0.1)),
  'pow of a square': (x) => pow(add(square(x), 0.1), 1.7),
  'add a number': (x) => add(x, 2.5),
  'number minus tensor': (x) => sub(1, x),
  'divide by a number': (x) => div(x, 3),
  sum: (x) => sum(x),
  'sum of the last axis': (x) => sum(x, -1),
  'sum of two axes': (x) => sum(x, [0, 2], true),
  mean: (x) => mean(x),
  'mean of the middle axis': (x) => mean(x, 1, true),
  'max of the last axis': (x) => max(x, -1),
  'min of all': (x) => min(x),
  argMax: (x) => cast(argMax(x), 'float32'),
  'reshape to rows': (x) => reshape(x, [-1, x.shape.at(-1) ?? 1]),
  'transpose all axes': (x) => transpose(x),
  'transpose two axes': (x) => transpose(x, [0, 2, 1]),
  'concat with itself': (x) => concat([x, square(x)], 1),
  'stack with itself': (x) => stack([x, square(x)], 1),
  'shift by one position': (x) => shiftRight(x, 1),
  'shift beyond the start': (x) => add(x, shiftRight(x, 20)),
  'slice a box': (x) => slice(x, [0, 1, 0], [1, -1, 2]),
  'split in two': (x) => split(x, [1, (x.shape.at(-1) ?? 2) - 1])[1] ?? x,
  'where positive': (x) => where(greater(x, 0), square(x), neg(x)),
  'cast to int32 and back': (x) => cast(cast(mul(x, 10), 'int32'), 'float32'),
};

const binary: Readonly<Record<string, Binary>> = {
  add,
  sub,
  mul,
  maximum,
  minimum,
  'div by a square': (a, b) => div(a, add(square(b), 0.1)),
  'equal, greater, less': (a, b) => add(cast(less(a, b), 'float32'), add(cast(greater(a, b), 'float32'), cast(equal(a, a), 'float32'))),
};

export const plainCases: CaseList = (draw) => {
  const shape = [draw.size(2, 3), draw.size(2, 6), draw.size(3, 9)];
  const [b = 1, t = 1, c = 1] = shape;
  const make = (operation: string, inputs: OperationCase['inputs'], run: OperationCase['run']): OperationCase => ({
    operation,
    name: `${operation} ${Object.values(inputs)
      .map((array) => `[${array.shape}]`)
      .join(' ')}`,
    inputs,
    run,
  });
  return [
    ...Object.entries(unary).map(([name, run]) => make(name, { x: draw.normal(shape) }, (tensors) => run(input(tensors, 'x')))),
    ...Object.entries(binary).flatMap(([name, run]) =>
      [shape, [c], [t, 1], [1, 1, 1]].map((other) =>
        make(name, { a: draw.normal(shape), b: draw.normal(other) }, (tensors) => run(input(tensors, 'a'), input(tensors, 'b'))),
      ),
    ),
    ...[false, true].flatMap((first) =>
      [false, true].map((second) =>
        make(
          `matMul${first ? ' transposed' : ''}${second ? ' by transposed' : ''}`,
          { a: draw.normal(first ? [b, 4, t] : [b, t, 4]), b: draw.normal(second ? [b, c, 4] : [b, 4, c]) },
          (tensors) => matMul(input(tensors, 'a'), input(tensors, 'b'), first, second),
        ),
      ),
    ),
    make('gather rows', { x: draw.normal([9, c]), indices: draw.integers([b, t], 0, 9) }, (tensors) =>
      gather(input(tensors, 'x'), input(tensors, 'indices')),
    ),
    make('gather blocks', { x: draw.normal([5, t, c]), indices: draw.integers([7], 0, 5) }, (tensors) =>
      gather(input(tensors, 'x'), input(tensors, 'indices')),
    ),
    make('gradients that may share storage', { a: draw.normal([b, c]), b: draw.normal([t, c]), w: draw.normal([b + t, c]) }, (tensors) => {
      const [first, second, third] = [input(tensors, 'a'), input(tensors, 'b'), square(input(tensors, 'w'))];
      const again = square(first);
      // The sum hands one gradient to both terms; the parts of it that go on through concat get contributions of their own.
      const joined = residualAdd(concat([first, second]), third);
      return concat([joined, again]);
    }),
    make('oneHot', { indices: draw.integers([b, t], -1, 7) }, (tensors) => oneHot(input(tensors, 'indices'), 7)),
    make('oneHot of depth one', { indices: draw.integers([b, t], -1, 2) }, (tensors) => oneHot(input(tensors, 'indices'), 1)),
  ];
};
