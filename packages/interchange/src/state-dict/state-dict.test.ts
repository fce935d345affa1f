import { readFileSync } from 'node:fs';
import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { exportParameters, readSafetensors, storedTensors, type TensorArray } from '@prattle/checkpoint';
import { createRandom } from '@prattle/core';
import models from '@prattle/models';
import { read, tensor, tidy } from '@prattle/ops';
import { buildFilled } from '@prattle/runs';
import { describe, expect, it } from 'vitest';
import { difference, logitsOf, randomTransformer } from '../test/transformers.js';
import { fromStateDict } from './state-dict.js';

useTfjsCpu();

/** What PyTorch wrote: a module's state dict, and its outputs for a batch. */
function recorded(name: string) {
  const path = new URL(`../../../testing/fixtures/golden/${name}.safetensors`, import.meta.url);
  const { tensors } = readSafetensors(new Uint8Array(readFileSync(path)), name);
  const { values: outputs, shape: [batch = 0, time = 0] = [] } = tensors.get('outputs') ?? { values: new Float32Array(0) };
  const inputs = tensors.get('inputs')?.values.slice(0, batch * time) as Int32Array;
  return { state: new Map([...tensors].filter(([key]) => tensors.has(`final.${key}`))), inputs, shape: [batch, time], outputs };
}

const plugins = new Map((models().models ?? []).map((plugin) => [plugin.name, plugin]));

describe('a state dict written by PyTorch', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['gpt', 'transformer', { layout: 'per-head', tied: false }],
    ['gru_lm', 'gru', {}],
    ['rnn_lm', 'rnn', {}],
    ['mlp_lm', 'mlp', {}],
    ['bigram_table', 'bigram', { form: 'embedding' }],
  ])('%s is known for a %s, and gives what it gave there', async (file, family, config) => {
    const { state, inputs, shape, outputs } = recorded(file);
    const imported = fromStateDict(state, {}, { context: shape[1] ?? 1, scale: 'model' });
    expect(imported).toMatchObject({ plugin: family, config });
    const plugin = plugins.get(family);
    if (!plugin) throw new Error(`no ${family}`);
    const model = buildFilled(plugin, imported, imported.tensors);
    const logits = tidy(() => model.forward(tensor(inputs, shape)).logits);
    expect(difference(outputs, logits ? await read(logits) : [])).toBeLessThan(2e-6);
    logits?.dispose();
    model.dispose();
  });

  it('of a compiled nanoGPT loses its prefix, its masks and the second name of its embedding', async () => {
    const portable = await randomTransformer({ layers: 2, heads: 4, width: 16, bias: false });
    const saved = new Map([...portable.tensors].map(([name, tensor]) => [`_orig_mod.${name}`, tensor]));
    saved.set('_orig_mod.transformer.h.0.attn.bias', { values: new Float32Array(144), shape: [1, 1, 12, 12] });
    saved.set('_orig_mod.lm_head.weight', portable.tensors.get('transformer.wte.weight') as TensorArray);
    const imported = fromStateDict(saved, { n_head: 4, block_size: 12, characters: ['a', 'b'] }, {});
    expect(imported).toMatchObject({
      config: { tied: true, bias: false, activation: 'gelu' },
      tokenizer: { kind: 'character', end: false },
    });
    expect(await logitsOf(imported)).toEqual(await logitsOf(portable));
  });

  it('of makemore has an output layer of its own and the activation of GPT-2', async () => {
    const portable = await randomTransformer({ layers: 1, heads: 2, width: 16, activation: 'gelu-tanh', tied: false });
    const imported = fromStateDict(portable.tensors, {}, { heads: 2 });
    expect(imported.config).toMatchObject({ tied: false, activation: 'gelu-tanh', outputBias: false });
    expect(await logitsOf(imported)).toEqual(await logitsOf(portable));
  });

  it('of a bag of words fits', async () => {
    const plugin = plugins.get('bow');
    if (!plugin) throw new Error('no bag of words');
    const data = { vocabularySize: 7, contextLength: 5 };
    const model = plugin.build(plugin.config.parse({ width: 6, hidden: 3 }), { data, random: createRandom('philox', 1) });
    const imported = fromStateDict(await exportParameters(storedTensors(model), read), {}, {});
    expect(imported).toMatchObject({ plugin: 'bow', config: { width: 6, hidden: 3 }, data });
    model.dispose();
  });

  it('that does not say how many heads there are needs to be told', async () => {
    const { tensors } = await randomTransformer({ layers: 1, heads: 2, width: 16 });
    expect(() => fromStateDict(tensors, {}, {})).toThrow(/heads.* --heads NUMBER/);
  });

  it('of nothing known is refused with some of its names', () => {
    const odd = new Map([['layer.weight', { values: new Float32Array(1), shape: [1] }]]);
    expect(() => fromStateDict(odd, {}, {})).toThrow(/layer\.weight .*no model that is known here.*nanoGPT and makemore/);
  });
});
