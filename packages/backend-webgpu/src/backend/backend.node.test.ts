import type { Backend } from '@prattle/core';
import { add, cast, memory, read, readSync, tensor } from '@prattle/ops';
import { inner, type TensorInfo } from '@prattle/ops/tfjs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import backendWebGpu from '../index.js';
import { itemProgram } from '../program/program.js';
import type { PrattleWebGpuBackend } from './backend.js';
import { chooseForms, measureForms, remembered } from './choose-forms.js';
import { allForms } from './kernel-form.js';

const [plugin] = backendWebGpu().backends ?? [];
const probe = await plugin?.probe();
const missing = probe?.available ? undefined : `not available here: ${probe?.reason}`;

let backend: Backend;
const current = () => inner().backend as unknown as PrattleWebGpuBackend;
const float = (...values: number[]) => tensor(values, [values.length]) as unknown as TensorInfo;

beforeEach(async (context) => {
  if (missing !== undefined || plugin === undefined) context.skip(missing);
  else backend = await plugin.open();
  return () => backend?.close();
});

describe('what goes wrong on the GPU', () => {
  it('a kernel that does not compile is named by whoever comes next', async () => {
    const broken = itemProgram({ name: 'broken', buffers: { x: 'read f32', y: 'write f32' }, main: '  y[i] = nothing[i];' });
    const y = current().output([1]);
    current().run(broken, { x: float(1), y }, {}, 1);
    await expect(current().read(y.dataId)).rejects.toThrow(/^\[prattle\/backend-webgpu\] The kernel broken was refused: .*nothing/);
    expect(() => add(tensor([1], [1]), 1)).toThrow('The kernel broken was refused');
  });

  it('a lost device ends every later call, and the backend can be opened anew', async () => {
    const x = add(tensor([1, 2], [2]), 1);
    const reading = read(x);
    current().device.destroy();
    await Promise.allSettled([reading, current().device.lost]);
    await expect(read(x)).rejects.toThrow(/The GPU device was lost.*resume from the last checkpoint/);
    expect(() => add(x, 1)).toThrow('The GPU device was lost');
    const again = await plugin?.open();
    expect([...(await read(add(tensor([1, 2], [2]), 1)))]).toEqual([2, 3]);
    again?.close();
  });

  it('a kernel that is given the wrong type or nothing at all says so', () => {
    const copy = itemProgram({ name: 'copy it', buffers: { x: 'read f32', y: 'write f32' }, main: '  y[i] = x[i];' });
    const integers = tensor(Int32Array.of(1), [1]) as unknown as TensorInfo;
    expect(() => current().run(copy, { x: integers, y: current().output([1]) }, {}, 1)).toThrow('was given int32 data as x');
    expect(() => current().run(copy, { x: float(1) }, {}, 1)).toThrow('The kernel copy it was not given its buffer y.');
  });

  it('values on the GPU cannot be waited for, and the error says what to do', () => {
    expect(() => readSync(add(tensor([1], [1]), 1))).toThrow('Use `await read(tensor)` instead');
    expect([...readSync(tensor([1, 2], [2]))]).toEqual([1, 2]);
  });
});

it('integers become floats that other kernels can read', async () => {
  const x = cast(tensor(Int32Array.of(1, -2), [2]), 'float32');
  expect(await read(x)).toEqual(Float32Array.of(1, -2));
  expect(await read(cast(tensor([true, false].map(Number), [2], 'bool'), 'float32'))).toEqual(Float32Array.of(1, 0));
});

it('measures which forms are faster here, and leaves nothing behind', async () => {
  const [before, forms] = [memory(), current().forms];
  const measured = await measureForms(current(), ['rows']);
  expect(current().forms).toBe(forms);
  expect(memory()).toEqual(before);
  // Barriers are dear to a processor; subgroups are its vectors.
  if (backend.details.kind === 'software') expect(measured.rows).not.toBe('group');
});

it('does not measure again what it measured before', async () => {
  const forms = allForms('item');
  await remembered.keep('a card of this test', forms);
  const run = vi.spyOn(current(), 'run');
  expect(await chooseForms(current(), 'a card of this test')).toEqual(forms);
  expect(run).not.toHaveBeenCalled();
});

it('sums rows with subgroups where the device has them, and says so where it has not', async () => {
  const opening = plugin?.open({ kernels: 'subgroup' } as object);
  if (current().hasSubgroups) {
    const opened = await opening;
    expect(opened?.details['kernels with subgroups']).toBe('rows, thin');
    expect(opened?.details['kernels with workgroup memory']).toBe('product, attention, scan');
    opened?.close();
  } else {
    await expect(opening).rejects.toThrow('has no subgroups. Open the backend with');
  }
});

it('asks for no more buffers at a time than every device has', () => {
  expect(current().device.limits.maxStorageBuffersPerShaderStage).toBe(8);
});

it('runs kernels in the form that was asked for last', async () => {
  const formsOf = async (kernels: 'group' | 'item') => {
    const opened = await plugin?.open({ kernels } as object);
    opened?.close();
    return opened?.details['kernels with workgroup memory'];
  };
  expect(await formsOf('group')).toBe('product, attention, scan, rows, thin');
  expect(await formsOf('item')).toBe('none');
});
