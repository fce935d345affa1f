import { CheckpointError, createRandom, decodeText, encodeText, memoryStorage, sha256 } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { loadCheckpoint } from './folder/load.js';
import { saveCheckpoint } from './folder/save.js';
import { readSafetensors } from './safetensors/read.js';
import { writeSafetensors } from './safetensors/write.js';
import type { TensorArray } from './tensor-array.js';
import { createChooser, mutateBytes, mutateHeader, mutateJson } from './testing/mutate.js';

const LONG = process.env.PRATTLE_TEST_LONG === '1';
/** Beside the numbers themselves: what describes them, and Node's own. */
const OVERHEAD = 1 << 20;

const tensors = new Map<string, TensorArray>([
  ['embedding.weight', { values: Float32Array.from({ length: 12 }, (_, i) => i), shape: [4, 3] }],
  ['steps', { values: Int32Array.of(1, 2), shape: [2] }],
  ['mask', { values: Uint8Array.of(1, 0, 1), shape: [3] }],
  ['scalar', { values: Float32Array.of(7), shape: [] }],
]);

/** Cases between two looks at the memory, each of which takes longer than a case. */
const BATCH = 50;

/**
 * Runs cases, which must take no more memory than a few times the bytes that they say they read. Garbage may be collected
 * meanwhile, which only makes it less.
 */
async function runCases(count: number, run: () => Promise<number>): Promise<void> {
  for (let done = 0; done < count; done += BATCH) {
    const before = process.memoryUsage().arrayBuffers;
    const started = performance.now();
    let bytes = 0;
    for (let i = 0; i < BATCH; i++) bytes += await run();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * bytes + OVERHEAD);
    expect(performance.now() - started).toBeLessThan(10_000);
  }
}

/** Loads, or refuses with a single line. Anything else is a bug. */
async function loadOrRefuse(load: () => unknown): Promise<void> {
  try {
    await load();
  } catch (error) {
    if (!CheckpointError.isInstance(error)) throw error;
    if (error.message.includes('\n')) throw new Error(`more than one line: ${error.message}`);
  }
}

describe('hostile files', () => {
  it('of tensors are read or refused, in memory of their size', async () => {
    const chooser = createChooser(createRandom('philox', 1));
    const whole = writeSafetensors(tensors, { note: 'x' });
    await runCases(LONG ? 50_000 : 7000, async () => {
      const bytes = chooser.below(3) === 0 ? mutateBytes(whole, chooser) : mutateHeader(whole, chooser);
      await loadOrRefuse(() => {
        for (const { values, shape } of readSafetensors(bytes, 'x.safetensors').tensors.values()) {
          if (shape.reduce((size, length) => size * length, 1) !== values.length) throw new Error(`[${shape}] has ${values.length} values`);
        }
      });
      return bytes.length;
    });
  });

  it('of manifests are read or refused, also where the checksum is right', async () => {
    const chooser = createChooser(createRandom('philox', 2));
    const storage = memoryStorage();
    const manifest = {
      model: { plugin: 'gru', config: { hidden: 3 }, data: { vocabularySize: 4, contextLength: 8 } },
      tokenizer: { kind: 'character', characters: ['a', 'b'], end: false, unknown: 'error' },
      dataset: { hash: 'abc' },
      step: 3,
      losses: { train: 1.5 },
    };
    await saveCheckpoint(storage, 'a', { manifest, model: tensors, training: { tensors, state: { step: 3 } } });
    const files = ['prattle.json', 'model.safetensors', 'training.safetensors'];
    const originals = new Map(await Promise.all(files.map(async (name) => [name, await storage.read(`a/${name}`)] as const)));
    const { checksum: _, ...body } = JSON.parse(decodeText(originals.get('prattle.json') ?? new Uint8Array()));
    await runCases(LONG ? 20_000 : 3000, async () => {
      const name = chooser.pick(files);
      const original = originals.get(name) ?? new Uint8Array();
      const bytes =
        name === 'prattle.json' && chooser.below(4) > 0 ? await signed(mutateJson(body, chooser)) : mutateBytes(original, chooser);
      await storage.write(`a/${name}`, bytes);
      await loadOrRefuse(() => loadCheckpoint(storage, 'a', { training: true }));
      await storage.write(`a/${name}`, original);
      return 4096;
    });
    await expect(loadCheckpoint(storage, 'a', { training: true })).resolves.toBeDefined();
  });
});

/** A manifest whose checksum is right: whoever changes one on purpose can do that. */
async function signed(body: unknown): Promise<Uint8Array> {
  const text = JSON.stringify(body) ?? 'null';
  const checksum = await sha256(encodeText(text));
  return encodeText(JSON.stringify(typeof body === 'object' && body !== null ? { ...JSON.parse(text), checksum } : body));
}
