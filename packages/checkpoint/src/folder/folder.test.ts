import { CheckpointError, decodeText, encodeText, memoryStorage, type Storage } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { loadCheckpoint, loadManifest } from './load.js';
import { type CheckpointContent, saveCheckpoint } from './save.js';

const PATH = 'runs/a/checkpoints/last';

function content(step: number): CheckpointContent {
  return {
    manifest: {
      model: { plugin: 'bigram', config: { layers: 2 }, data: { vocabularySize: 3, contextLength: 8 } },
      tokenizer: { kind: 'character', characters: 'aß\u{1f600}' },
      dataset: { hash: 'abc' },
      step,
      losses: { train: 1.25 },
    },
    model: new Map([['weight', { values: Float32Array.of(step, 0.5), shape: [2] }]]),
    training: {
      tensors: new Map([['first.weight', { values: Float32Array.of(7, 8), shape: [2] }]]),
      state: { cursor: [1, 2], random: { position: step } },
    },
  };
}

describe('checkpoint folder', () => {
  it('brings back what was saved', async () => {
    const storage = memoryStorage();
    await saveCheckpoint(storage, PATH, content(3));
    const loaded = await loadCheckpoint(storage, PATH, { training: true });
    expect(loaded.manifest).toMatchObject(content(3).manifest);
    expect(loaded.model).toEqual(content(3).model);
    expect(loaded.training).toEqual(content(3).training);
    expect((await loadCheckpoint(storage, PATH)).training).toBeUndefined();
    expect(await storage.list(PATH)).toEqual(['model.safetensors', 'prattle.json', 'training.safetensors']);
  });

  it('replaces the old one and leaves nothing beside it', async () => {
    const storage = memoryStorage();
    for (const step of [1, 2, 3]) await saveCheckpoint(storage, PATH, content(step));
    expect((await loadManifest(storage, PATH)).step).toBe(3);
    expect(await storage.list('runs/a/checkpoints')).toEqual(['last']);
  });

  it('writes the same bytes for the same content', async () => {
    const [a, b] = [memoryStorage(), memoryStorage()];
    await saveCheckpoint(a, PATH, content(1));
    await saveCheckpoint(b, PATH, content(1));
    for (const file of await a.list(PATH)) expect(await a.read(`${PATH}/${file}`)).toEqual(await b.read(`${PATH}/${file}`));
  });

  it('says so when there is none, or no training state in it', async () => {
    const storage = memoryStorage();
    await expect(loadCheckpoint(storage, PATH)).rejects.toThrow(/There is no checkpoint in "runs\/a\/checkpoints\/last"/);
    const { training: _, ...model } = content(1);
    await saveCheckpoint(storage, PATH, model);
    await expect(loadCheckpoint(storage, PATH, { training: true })).rejects.toThrow(/saved without training state/);
  });

  it.each(['runs/mine/notes.txt', 'runs/mine'])('does not replace %s, which is something else', async (path) => {
    const storage = memoryStorage();
    await storage.write('runs/mine/notes.txt', encodeText('keep me'));
    await expect(saveCheckpoint(storage, path, content(1))).rejects.toThrow(/exists and is not a checkpoint/);
    expect(decodeText(await storage.read('runs/mine/notes.txt'))).toBe('keep me');
  });

  it.each([
    [3, /format version 3, .* versions 1 to 2\. Update Prattle/],
    [0, /format version 0, .* Load another checkpoint/],
  ])('refuses format version %s, which it does not know, with a remedy', async (version, message) => {
    const storage = memoryStorage();
    await saveCheckpoint(storage, PATH, content(1));
    await edit(storage, 'prattle.json', (text) => text.replace('"formatVersion": 2', `"formatVersion": ${version}`));
    await expect(loadCheckpoint(storage, PATH)).rejects.toThrow(message);
  });

  it('notices an edited manifest, and does not mind a reformatted one', async () => {
    const storage = memoryStorage();
    await saveCheckpoint(storage, PATH, content(1));
    await edit(storage, 'prattle.json', (text) => JSON.stringify(JSON.parse(text)));
    expect((await loadManifest(storage, PATH)).step).toBe(1);
    await edit(storage, 'prattle.json', (text) => text.replace('"layers":2', '"layers":3'));
    await expect(loadManifest(storage, PATH)).rejects.toThrow(/prattle\.json" is damaged: its content does not match its checksum/);
  });

  it('names a missing file', async () => {
    const storage = memoryStorage();
    await saveCheckpoint(storage, PATH, content(1));
    await storage.remove(`${PATH}/model.safetensors`);
    await expect(loadCheckpoint(storage, PATH)).rejects.toThrow(/model\.safetensors" is damaged: it is missing/);
  });

  it('refuses every truncation and every flipped bit with one line that names the file', async () => {
    const storage = memoryStorage();
    await saveCheckpoint(storage, PATH, content(1));
    for (const file of await storage.list(PATH)) {
      const path = `${PATH}/${file}`;
      const whole = await storage.read(path);
      const harmless = file === 'prattle.json' ? layoutOf(whole) : new Set<number>();
      for (let position = 0; position < whole.length; position++) {
        if (position < whole.length - 1) await expectDamage(storage, path, whole.slice(0, position));
        if (harmless.has(position)) continue;
        const flipped = whole.slice();
        flipped[position] = (flipped[position] ?? 0) ^ (1 << (position % 8));
        await expectDamage(storage, path, flipped);
      }
      await storage.write(path, whole);
    }
    expect((await loadCheckpoint(storage, PATH, { training: true })).manifest.step).toBe(1);
  });
});

/** Places of line breaks and indentation: a flip may turn one blank into another. */
function layoutOf(json: Uint8Array): Set<number> {
  return new Set([...json.keys()].filter((position) => json[position] === 0x0a || json[position] === 0x20));
}

async function expectDamage(storage: Storage, path: string, bytes: Uint8Array): Promise<void> {
  await storage.write(path, bytes);
  const error: unknown = await loadCheckpoint(storage, PATH, { training: true }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!CheckpointError.isInstance(error)) throw new Error(`${path}, ${bytes.length} bytes: ${String(error)}`);
  expect(error.message).toContain(path);
  expect(error.message).not.toContain('\n');
}

async function edit(storage: Storage, file: string, change: (text: string) => string): Promise<void> {
  const path = `${PATH}/${file}`;
  await storage.write(path, encodeText(change(decodeText(await storage.read(path)))));
}
