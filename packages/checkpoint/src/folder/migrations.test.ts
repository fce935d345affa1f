import { fileURLToPath } from 'node:url';
import { memoryStorage } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { describe, expect, it } from 'vitest';
import { loadCheckpoint, loadManifest } from './load.js';
import { saveCheckpoint } from './save.js';

/** A bigram that was trained for three steps, saved by the version that its folder names. */
const fixture = (version: number) => fileURLToPath(new URL(`../../fixtures/version-${version}`, import.meta.url));

describe('an old checkpoint', () => {
  it('of version 1 is read as one of today: its tokenizer has a hash', async () => {
    const { manifest, model, training } = await loadCheckpoint(fileStorage(), fixture(1), { training: true });
    expect(manifest.formatVersion).toBe(2);
    expect(manifest.tokenizer).toMatchObject({
      kind: 'character',
      characters: ['a', 'b', 'c'],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(manifest).toMatchObject({ step: 3, model: { plugin: 'bigram', data: { vocabularySize: 3 } } });
    expect(model.get('logits')?.shape).toEqual([3, 3]);
    expect(training?.state).toMatchObject({ step: 3 });
  });

  it('is the same after it was saved anew', async () => {
    const storage = memoryStorage();
    const old = await loadCheckpoint(fileStorage(), fixture(1));
    await saveCheckpoint(storage, 'anew', old);
    const { files: _, ...manifest } = old.manifest;
    expect(await loadManifest(storage, 'anew')).toMatchObject(manifest);
  });
});
