import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { saveCheckpoint, writeSafetensors } from '@prattle/checkpoint';
import { createChooser, mutateBytes, mutateHeader, mutateJson } from '@prattle/checkpoint/testing';
import {
  createRandom,
  createRegistry,
  decodeText,
  encodeText,
  loadTokenizer,
  memoryStorage,
  PrattleError,
  type Storage,
  sha256,
} from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toHuggingFace } from './huggingface/formats.js';
import { importRun, importSettings } from './import-run.js';
import { randomTransformer } from './test/transformers.js';
import { toTokenizerJson } from './tokenizer/tokenizer-json.js';

useTfjsCpu();
// Hugging Face's library says what it does not understand.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));

const CASES = process.env.PRATTLE_TEST_LONG === '1' ? 5000 : 400;
/** What one small model takes, and what is not collected yet of those before. */
const ALLOWED = 64 << 20;

const registry = createRegistry([models(), tokenizers(), datasets()]);
const characters = Array.from({ length: 19 }, (_, i) => String.fromCharCode(97 + i));
const tokenizer = { kind: 'character', characters, end: false, unknown: 'error' };
const llama = { layout: 'separate', norm: 'rms', positions: 'rotary', activation: 'swiglu', bias: false, keyHeads: 2 };

async function openOrRefuse(open: () => Promise<unknown>): Promise<void> {
  const [before, started] = [process.memoryUsage().arrayBuffers, performance.now()];
  try {
    await open();
  } catch (error) {
    if (!PrattleError.isInstance(error)) throw error;
    if (error.message.includes('\n')) throw new Error(`more than one line: ${error.message}`);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(ALLOWED);
  expect(performance.now() - started).toBeLessThan(5000);
}

describe('hostile descriptions', () => {
  it('of a checkpoint are opened or refused, also where the checksum is right', async () => {
    const chooser = createChooser(createRandom('philox', 3));
    const storage = memoryStorage();
    const { plugin, config, data, tensors } = await randomTransformer({ layers: 1, heads: 4, width: 16, ...llama });
    await saveCheckpoint(storage, 'a', { manifest: { model: { plugin, config, data }, tokenizer, step: 1 }, model: tensors });
    const { checksum: _, ...body } = JSON.parse(decodeText(await storage.read('a/prattle.json')));
    for (let i = 0; i < CASES; i++) {
      const changed = { ...body, ...mutateJson({ model: body.model, tokenizer: body.tokenizer }, chooser) };
      const text = JSON.stringify(changed);
      const signed = { ...JSON.parse(text), checksum: await sha256(encodeText(text)) };
      await storage.write('a/prattle.json', encodeText(JSON.stringify(signed)));
      await openOrRefuse(async () => (await openRun(registry, storage, 'a')).model.dispose());
    }
  });

  it.each(['gpt2', 'llama'])('of a %s are imported or refused', async (kind) => {
    const chooser = createChooser(createRandom('philox', 4));
    const settings = importSettings.parse({});
    const { config, tensors } = toHuggingFace(
      await randomTransformer({ layers: 1, heads: 4, width: 16, ...(kind === 'llama' ? llama : {}) }),
    );
    const weights = writeSafetensors(tensors, { format: 'pt' });
    const json = toTokenizerJson(await loadTokenizer(registry, tokenizer));
    for (let i = 0; i < CASES; i++) {
      const storage = memoryStorage();
      const part = chooser.pick(['config', 'config', 'tokenizer', 'header', 'bytes']);
      const write = (name: string, content: unknown, changed: boolean) =>
        storage.write(`m/${name}`, encodeText(JSON.stringify(changed ? mutateJson(content, chooser) : content) ?? ''));
      await write('config.json', config, part === 'config');
      await write('tokenizer.json', json, part === 'tokenizer');
      await storage.write(
        'm/model.safetensors',
        part === 'header' ? mutateHeader(weights, chooser) : part === 'bytes' ? mutateBytes(weights, chooser) : weights,
      );
      await openOrRefuse(() => importRun({ registry, storage, from: 'm', run: 'r', settings }));
      await expectNothingElse(storage);
    }
  });

  it('of shards cannot leave their folder', async () => {
    const storage = memoryStorage();
    for (const name of [
      '../secret.safetensors',
      '/etc/x.safetensors',
      'a/../../x.safetensors',
      '..',
      'C:\\x.safetensors',
      '.hidden.safetensors',
      7,
    ]) {
      await storage.write('m/model.safetensors.index.json', encodeText(JSON.stringify({ weight_map: { x: name } })));
      const load = importRun({ registry, storage, from: 'm', run: 'r', settings: importSettings.parse({}) });
      await expect(load).rejects.toThrow(/names the file .* Shards must be/);
    }
  });
});

/** Whatever the files say, only the run's folder is written. */
async function expectNothingElse(storage: Storage): Promise<void> {
  const written = (await storage.list('')).filter((name) => name !== 'm');
  if (written.some((name) => name !== 'r')) throw new Error(`wrote ${written.join(', ')}`);
}
