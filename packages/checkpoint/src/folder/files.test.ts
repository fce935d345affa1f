/// <reference types="node" />
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStorage } from '@prattle/core/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCheckpoint, loadManifest } from './load.js';
import { type CheckpointContent, saveCheckpoint } from './save.js';

function content(step: number): CheckpointContent {
  return {
    manifest: { model: { plugin: 'bigram', config: {}, data: { vocabularySize: 3, contextLength: 8 } }, step },
    model: new Map([['weight', { values: new Float32Array(50_000).fill(step), shape: [50, 1000] }]]),
  };
}

describe('checkpoints in files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prattle-checkpoint-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

  it('replace each other on a real file system', async () => {
    const path = join(folder, 'a/last');
    for (const step of [1, 2]) await saveCheckpoint(fileStorage(), path, content(step));
    const { manifest, model } = await loadCheckpoint(fileStorage(), path);
    expect(manifest.step).toBe(2);
    expect(model.get('weight')).toEqual(content(2).model.get('weight'));
    expect(await readdir(join(folder, 'a'))).toEqual(['last']);
  });

  it('are found, and put right, between the two renames of a killed save', async () => {
    const storage = fileStorage(folder);
    await saveCheckpoint(storage, 'b/last', content(1));
    await saveCheckpoint(storage, 'b/other', content(2));
    await rename(join(folder, 'b/last'), join(folder, 'b/.last.old'));
    await rename(join(folder, 'b/other'), join(folder, 'b/.last.new'));
    expect((await loadManifest(storage, 'b/last')).step).toBe(2);
    await saveCheckpoint(storage, 'b/last', content(3));
    expect((await loadManifest(storage, 'b/last')).step).toBe(3);
    expect(await readdir(join(folder, 'b'))).toEqual(['last']);
  });

  it('can be read whole while they are being replaced', async () => {
    const storage = fileStorage(folder);
    await saveCheckpoint(storage, 'c/last', content(0));
    let saving = true;
    const saves = (async () => {
      for (let step = 1; step <= 15; step++) await saveCheckpoint(storage, 'c/last', content(step));
      saving = false;
    })();
    let reads = 0;
    while (saving) {
      const { manifest, model } = await loadCheckpoint(storage, 'c/last');
      expect(model.get('weight')?.values[49_999]).toBe(manifest.step);
      reads++;
    }
    await saves;
    expect(reads).toBeGreaterThan(0);
  });
});
