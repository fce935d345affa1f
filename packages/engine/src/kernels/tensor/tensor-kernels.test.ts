import { argMax, cast, concat, equal, exp, memory, mul, oneHot, reshape, softmax, sum, tensor, tidy, transpose } from '@prattle/ops';
import { engine, type TfjsTensor } from '@prattle/ops/tfjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MockDevice, openMockDevice, type TensorCommand } from '../../test/mock-device.js';

let opened: Awaited<ReturnType<typeof openMockDevice>>;
beforeEach(async () => {
  opened = await openMockDevice();
});
afterEach(() => opened.open.close());

const zeros = (...shape: number[]) => tensor(new Float32Array(shape.reduce((size, length) => size * length, 1)), shape);

/** Rows alone are gathered by a command that every engine has. */
const gatherColumns = (x: object, indices: object) =>
  engine().runKernel('GatherV2', { x, indices } as Record<string, TfjsTensor>, { axis: 1, batchDims: 0 }) as TfjsTensor;

/** The tensor commands that something takes. */
function commandsOf(run: () => { dataSync?: unknown } | object): TensorCommand[] {
  const device: MockDevice = opened.device;
  device.tensorCommands.length = 0;
  const before = memory().tensors;
  tidy(() => {
    const result = run();
    (result as TfjsTensor).dataSync();
  });
  expect(memory().tensors).toBe(before);
  return device.tensorCommands;
}

test('a transposition is one copy, with axes joined that stay together', () => {
  expect(commandsOf(() => transpose(zeros(2, 3, 4), [2, 0, 1]))).toEqual([
    {
      name: 'arrange',
      values: { bytes: 4 },
      groups: [
        { length: 4, strideY: 6, strideX: 1 },
        { length: 6, strideY: 1, strideX: 4 },
      ],
    },
  ]);
});

test('what is broadcast is walked with strides of 0', () => {
  const [comparison] = commandsOf(() => equal(zeros(2, 1, 3), zeros(4, 1)));
  expect(comparison).toMatchObject({ name: 'zip', values: { type: 0 } });
  expect(comparison?.groups).toEqual([
    { length: 2, strideA: 3, strideB: 0 },
    { length: 4, strideA: 0, strideB: 1 },
    { length: 3, strideA: 1, strideB: 0 },
  ]);
});

test('axes that are neighbours are reduced where they are, others after a copy', () => {
  const middle = commandsOf(() => sum(zeros(2, 3, 4, 5), [1, 2]));
  expect(middle).toMatchObject([{ name: 'reduce', values: { outer: 2, length: 12, inner: 5, reduction: 0, divisor: 1 } }]);
  const apart = commandsOf(() => sum(zeros(2, 3, 4), [0, 2]));
  expect(apart.map(({ name }) => name)).toEqual(['arrange', 'reduce']);
  expect(apart[1]?.values).toMatchObject({ outer: 3, length: 8, inner: 1 });
});

test.each<[string, () => object, string[]]>([
  ['exp', () => exp(zeros(3)), ['map']],
  ['cast', () => cast(tensor(Int32Array.of(1, 2), [2]), 'float32'), ['convert']],
  ['argMax', () => argMax(zeros(2, 3)), ['locate']],
  ['softmax', () => softmax(zeros(2, 3)), ['softmax']],
  ['gather', () => gatherColumns(zeros(2, 4), tensor(Int32Array.of(1, 3), [2])), ['take']],
  ['range', () => engine().runKernel('Range', {}, { start: 0, stop: 5, step: 1, dtype: 'int32' }) as TfjsTensor, ['sequence']],
  ['oneHot', () => oneHot(tensor(Int32Array.of(1, 3), [2]), 5), ['oneHot']],
])('%s is a command', (_, run, names) => {
  expect(commandsOf(run).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  expect(opened.open.hostFallbacks?.()).toEqual({});
});

test('what every engine has is not asked of the second table', () => {
  expect(commandsOf(() => concat([mul(zeros(2, 3), zeros(3)), reshape(zeros(6), [2, 3])], 0))).toEqual([]);
});

test('a convolution is a product with what the filter sees', () => {
  const attributes = { strides: [1, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
  tidy(() => {
    const inputs = { x: zeros(2, 1, 9, 4), filter: zeros(1, 3, 4, 5) } as unknown as Record<string, TfjsTensor>;
    opened.device.tensorCommands.length = 0;
    const y = engine().runKernel('Conv2D', inputs, attributes as unknown as Record<string, never>) as TfjsTensor;
    expect(y.shape).toEqual([2, 1, 5, 5]);
    y.dataSync();
  });
  expect(opened.device.tensorCommands).toMatchObject([
    { name: 'unfold', values: { outWidth: 5, filterWidth: 3, strideWidth: 2, left: 1, top: 0, channels: 4 } },
  ]);
});

test('what no command does is counted by name', () => {
  const top = () => tidy(() => void engine().runKernel('TopK', { x: zeros(5) as TfjsTensor }, { k: 2, sorted: true }));
  top();
  top();
  expect(opened.open.hostFallbacks?.()).toEqual({ TopK: 2 });
});
