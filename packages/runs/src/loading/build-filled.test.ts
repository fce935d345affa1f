import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { exportParameters, storedTensors, type TensorArray } from '@prattle/checkpoint';
import { createRandom, type ModelPlugin } from '@prattle/core';
import { bigram, transformer } from '@prattle/models';
import { read } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { buildFilled } from './build-filled.js';

useTfjsCpu();

const data = { vocabularySize: 11, contextLength: 4 };
const config = { layers: 1, heads: 2, width: 8 };

async function tensorsOf(plugin: ModelPlugin, settings: Record<string, unknown>): Promise<Map<string, TensorArray>> {
  const model = plugin.build(plugin.config.parse(settings), { data, random: createRandom('philox', 1) });
  const tensors = await exportParameters(storedTensors(model), read);
  model.dispose();
  return tensors;
}

describe('a model built for a file', () => {
  it('holds what the file holds', async () => {
    const tensors = await tensorsOf(transformer(), config);
    const model = buildFilled(transformer(), { config, data }, tensors);
    expect(await exportParameters(storedTensors(model), read)).toEqual(tensors);
    model.dispose();
  });

  it.each<[string, ModelPlugin, Record<string, unknown>, Record<string, number>]>([
    ['a width that no memory has', transformer(), { ...config, width: 2 ** 40 }, {}],
    ['a width that memory has', transformer(), { ...config, width: 8192 }, {}],
    ['more layers than there are numbers', transformer(), { ...config, layers: 100_000 }, {}],
    ['a context that no memory has', transformer(), config, { contextLength: 2 ** 50 }],
    ['a vocabulary that the file has no row for', bigram(), {}, { vocabularySize: 100_000 }],
    ['a layer that the file lacks', transformer(), { ...config, layers: 2 }, {}],
  ])('is not made for %s', async (_, plugin, lie, dataLie) => {
    const tensors = await tensorsOf(plugin, plugin.name === 'bigram' ? {} : config);
    const resident = process.memoryUsage().rss;
    expect(() => buildFilled(plugin, { config: lie, data: { ...data, ...dataLie } }, tensors)).toThrow(
      /^\[prattle\/(runs|checkpoint|core)\]/,
    );
    expect(process.memoryUsage().rss - resident).toBeLessThan(100e6);
  });
});
