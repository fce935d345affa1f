import { memoryStorage } from '@prattle/core';
import type { RunRecord } from '@prattle/report';
import { expect, it } from 'vitest';
import { writeBand } from './band-file.js';

/** Runs of one preset whose seeds are 1, 2, 3 and which have recorded this many steps. */
function runs(steps: number): RunRecord[] {
  return [1, 2, 3].map((seed) => {
    const spec = { model: { name: 'gru', preset: 'words', settings: {} }, dataset: { name: 'names', paths: [] }, training: { seed } };
    const curve = Array.from({ length: steps }, (_, i) => ({ step: i + 1, loss: 3 - i / 100 }));
    return { path: `runs/${seed}`, spec, curve } as unknown as RunRecord;
  });
}

it('refuses runs that are too short for a band, and writes nothing', async () => {
  const storage = memoryStorage();
  await expect(writeBand(storage, 'bands.json', runs(7))).rejects.toThrow(/too few steps.*longer/);
  expect(await storage.exists('bands.json')).toBe(false);
  expect((await writeBand(storage, 'bands.json', runs(9))).points).toHaveLength(2);
});
