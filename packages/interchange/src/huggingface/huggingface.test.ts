import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { writeSafetensors } from '@prattle/checkpoint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { data, difference, ids, logitsOf, randomTransformer } from '../test/transformers.js';
import { ConfigReader } from './config-reader.js';
import { fromHuggingFace, toHuggingFace } from './formats.js';

useTfjsCpu();

const folder = mkdtempSync(join(tmpdir(), 'prattle-huggingface-'));
afterAll(() => rmSync(folder, { recursive: true }));

const small = { layers: 2, heads: 4, width: 16 };
const llama = { ...small, layout: 'separate', norm: 'rms', positions: 'rotary', activation: 'swiglu', bias: false, hidden: 24 };

const cases: Readonly<Record<string, readonly [modelType: string, settings: Record<string, unknown>]>> = {
  'GPT-2': ['gpt2', { ...small, activation: 'gelu-tanh' }],
  'GPT-2 without biases, wider inside, untied': ['gpt2', { ...small, bias: false, hidden: 40, tied: false, activation: 'relu' }],
  "the lecture's layout, scores scaled by the width": [
    'gpt2',
    { ...small, layout: 'per-head', scale: 'model', attentionBias: false, tied: false, normEpsilon: 1e-3 },
  ],
  'Llama with grouped heads': ['llama', { ...llama, keyHeads: 2, rotaryBase: 500 }],
  'Llama with biases, untied, in the packed layout': [
    'llama',
    { ...llama, layout: 'packed', bias: true, attentionBias: false, tied: false },
  ],
  'Qwen 3': ['qwen3', { ...llama, queryKeyNorm: true, scale: 'model', keyHeads: 1 }],
};

const NO_TORCH = 77;

/** The logits of each case in PyTorch, all by one process, as PyTorch takes its time to start; nothing where there is none. */
let recorded: readonly number[][] | undefined;
beforeAll(async () => {
  const folders = await Promise.all(Object.values(cases).map(([, settings], index) => exported(join(folder, String(index)), settings)));
  const rows = [Array.from(ids.subarray(0, 12)), Array.from(ids.subarray(12))];
  const script = fileURLToPath(new URL('../test/reference.py', import.meta.url));
  // Debian's interpreter has Debian's PyTorch.
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const { stdout, stderr, status, error } = spawnSync(python, [script, ...folders], {
    input: JSON.stringify({ ids: rows }),
    encoding: 'utf8',
  });
  if (error || status === NO_TORCH) return;
  if (status !== 0) throw new Error(stderr);
  recorded = (JSON.parse(stdout) as number[][][][]).map((logits) => logits.flat(2));
}, 60_000);

async function exported(path: string, settings: Record<string, unknown>): Promise<string> {
  const { config, tensors } = toHuggingFace(await randomTransformer(settings));
  mkdirSync(path);
  writeFileSync(join(path, 'config.json'), JSON.stringify(config));
  writeFileSync(join(path, 'model.safetensors'), writeSafetensors(tensors, { format: 'pt' }));
  return path;
}

describe.each(Object.entries(cases).map(([name, [type, settings]], index) => [name, type, settings, index] as const))(
  '%s',
  (_, modelType, settings, index) => {
    it('has the same logits in PyTorch, every tensor used and of the right shape', async (context) => {
      if (!recorded) context.skip("needs PyTorch: Debian's python3-torch");
      const portable = await randomTransformer(settings);
      expect(toHuggingFace(portable).config.model_type).toBe(modelType);
      expect(difference(await logitsOf(portable), recorded?.[index] ?? [])).toBeLessThan(1e-5);
    });

    it('comes back with the same logits', async () => {
      const portable = await randomTransformer(settings);
      const { config, tensors } = toHuggingFace(portable);
      const back = fromHuggingFace(new ConfigReader(config, 'config.json'), tensors);
      expect(back.data).toEqual(data);
      expect(back.notes).toEqual([]);
      expect(difference(await logitsOf(portable), await logitsOf(back))).toBeLessThan(1e-6);
    });
  },
);

describe('real files', () => {
  it("of GPT-2's first release have no prefix, carry masks, and name the output layer twice", async () => {
    const portable = await randomTransformer({ ...small, activation: 'gelu-tanh' });
    const { config, tensors } = toHuggingFace(portable);
    const bare = new Map([...tensors].map(([name, tensor]) => [name.replace(/^transformer\./, ''), tensor]));
    bare.set('h.0.attn.bias', { values: new Float32Array(144), shape: [1, 1, 12, 12] });
    bare.set('h.0.attn.masked_bias', { values: new Float32Array(1), shape: [] });
    const table = tensors.get('transformer.wte.weight');
    if (table) bare.set('lm_head.weight', table);
    // The config of `openai-community/gpt2`, as far as it concerns us: what is left out has its default.
    const { n_inner: _, tie_word_embeddings: __, n_ctx: ___, ...published } = config;
    const back = fromHuggingFace(new ConfigReader({ ...published, summary_type: 'cls_index' }, 'config.json'), bare);
    expect(await logitsOf(back)).toEqual(await logitsOf(portable));
  });

  it('of Llama allow long contexts, which are cut unless asked for', async () => {
    const { config, tensors } = toHuggingFace(await randomTransformer(llama));
    const long = new ConfigReader({ ...config, max_position_embeddings: 131_072 }, 'config.json');
    expect(fromHuggingFace(long, tensors)).toMatchObject({
      data: { contextLength: 4096 },
      notes: [expect.stringMatching(/4096 of the 131072/)],
    });
    expect(fromHuggingFace(long, tensors, 8192).data.contextLength).toBe(8192);
  });
});

describe('what does not fit', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['an output bias', { ...small, outputBias: true, tied: false }, /no GPT-2, as outputBias is set; no Llama, as norm is layer/],
    ['grouped heads without rotary positions', { ...small, keyHeads: 2 }, /keyHeads are fewer than heads/],
    ['mixed kinds', { ...small, norm: 'rms' }, /no GPT-2, as norm is rms; no Llama, as positions are learned, activation is gelu/],
  ])('is not exported: %s', async (_, settings, message) => {
    const portable = await randomTransformer(settings);
    expect(() => toHuggingFace(portable)).toThrow(message);
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ['another kind of model', 'gpt2', { model_type: 'bert' }, /model_type "bert".*Known: gpt2, llama, qwen3/],
    ['a name of the object prototype', 'gpt2', { model_type: 'constructor' }, /model_type "constructor"/],
    ['a width that is not the weights’', 'gpt2', { n_embd: 32 }, /n_embd is 32, and by the weights it is 16/],
    ['a vocabulary of a billion', 'gpt2', { vocab_size: 1e9 }, /vocab_size is 1000000000/],
    ['half a layer', 'gpt2', { n_layer: 1.5 }, /"n_layer".*is 1.5, and should be a whole number/],
    ['an unknown activation', 'gpt2', { activation_function: 'swish' }, /activation swish/],
    ['stretched positions', 'llama', { rope_scaling: { rope_type: 'llama3', factor: 8 } }, /stretched \(llama3\)/],
    ['another gate', 'llama', { hidden_act: 'gelu' }, /gate of gelu/],
  ])('is not imported: %s', async (_, kind, change, message) => {
    const { config, tensors } = toHuggingFace(await randomTransformer(kind === 'gpt2' ? small : llama));
    expect(() => fromHuggingFace(new ConfigReader({ ...config, ...change }, 'config.json'), tensors)).toThrow(message);
  });

  it('is said of a missing tensor by its name', async () => {
    const { config, tensors } = toHuggingFace(await randomTransformer(small));
    const less = new Map([...tensors].filter(([name]) => !name.endsWith('h.1.mlp.c_fc.weight')));
    expect(() => fromHuggingFace(new ConfigReader(config, 'config.json'), less)).toThrow(/lack "transformer.h.1.mlp.c_fc.weight"/);
  });
});
