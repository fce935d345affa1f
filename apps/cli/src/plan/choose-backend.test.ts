import backendTfjs from '@prattle/backend-tfjs';
import { type Backend, type BackendPlugin, createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { expect, it } from 'vitest';
import { chooseBackend, describeChoice } from './choose-backend.js';

const [tfjs] = (backendTfjs().backends ?? []).filter(({ name }) => name === 'tfjs-cpu');

/** The backend that is always there under another name, every step of which takes at least so long. */
function fake(name: string, priority: number, milliseconds: number): BackendPlugin {
  return {
    name,
    summary: '',
    priority,
    probe: async () => ({ available: true, device: name, details: {} }),
    async open(): Promise<Backend> {
      const backend = await (tfjs as BackendPlugin).open();
      return {
        ...backend,
        name,
        compile(step) {
          return backend.compile((inputs) => {
            const until = performance.now() + milliseconds;
            while (performance.now() < until);
            return step(inputs);
          });
        },
      };
    },
  };
}

function kitchen(...backends: BackendPlugin[]) {
  const registry = createRegistry([models(), tokenizers(), datasets(), { name: 'fake', backends }]);
  const measured: string[] = [];
  const storage = memoryStorage();
  const spec = resolveRun(registry, {
    dataset: { name: 'names', paths: [] },
    model: { name: 'transformer', settings: { layers: 1, heads: 2, width: 8 } },
    training: { batch: 2 },
  });
  const options = { registry, storage, cache: 'cache', onMeasure: (names: readonly string[]) => measured.push(...names) };
  return { spec, options, measured };
}

it('takes the one that is faster, not the one with the higher priority, and remembers', async () => {
  const { spec, options, measured } = kitchen(fake('gpu', 200, 50), fake('cpu', 100, 0));
  const choice = await chooseBackend(spec, options);
  expect(choice.name).toBe('cpu');
  expect(describeChoice(choice)).toMatch(/^cpu is the fastest .* ms a step, against [\d.]+ ms on gpu\.$/);
  expect(await chooseBackend(spec, options)).toEqual(choice);
  expect(measured).toEqual(['gpu', 'cpu']);
  await chooseBackend({ ...spec, training: { ...spec.training, batch: 3 } }, options);
  expect(measured).toHaveLength(4);
});

it('measures nothing where there is nothing to choose, or something is asked for', async () => {
  const { spec, options, measured } = kitchen(fake('cpu', 100, 0), fake('slow', 10, 0));
  expect(await chooseBackend(spec, options)).toEqual({ name: 'auto' });
  expect(await chooseBackend({ ...spec, backend: { name: 'slow' } }, options)).toEqual({ name: 'slow' });
  expect(measured).toEqual([]);
});
