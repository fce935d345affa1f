import { memoryStorage, type Storage, StorageError } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { loadCheckpoint } from './load.js';
import { checkpointExists } from './places.js';
import { type CheckpointContent, saveCheckpoint } from './save.js';

const PATH = 'checkpoints/last';

function content(step: number): CheckpointContent {
  return {
    manifest: { model: { plugin: 'bigram', config: {}, data: { vocabularySize: 3, contextLength: 8 } }, step },
    model: new Map([['weight', { values: new Float32Array(64).fill(step), shape: [64] }]]),
    training: { tensors: new Map(), state: { step } },
  };
}

/** More changes than a save makes, also one that first clears up. */
const LONGEST = 24;

class Killed extends Error {}

/** How folders are moved: by file systems, and by browsers' storage. */
type Moves = 'at once' | 'file by file';

/** In the order in which they are written. */
const FILES = ['model.safetensors', 'training.safetensors', 'prattle.json'];

/** Of every storage where moves that have begun come from, by where they go to. */
const begun = new WeakMap<Storage, Map<string, string>>();

/** Lets this many changes through; from then on the process is dead: nothing changes any more, every call fails. */
function dyingStorage(storage: Storage, moves: Moves, changes: number): Storage {
  let left = changes;
  const change = async (action: () => Promise<void>, lastGasp?: () => Promise<void>): Promise<void> => {
    if (left-- > 0) return action();
    if (left === -1) await lastGasp?.();
    throw new Killed();
  };
  // A file dies as a draft beside itself; in a browser one that is new also stands there, empty.
  const write: Storage['write'] = (path, data) =>
    change(
      () => storage.write(path, data),
      async () => {
        await storage.write(`${path}.half.tmp`, new Uint8Array(3));
        if (moves === 'file by file' && !(await storage.exists(path))) await storage.write(path, new Uint8Array());
      },
    );
  return {
    ...storage,
    write,
    async rename(from, to) {
      if (moves === 'at once') return change(() => storage.rename(from, to));
      const marks = begun.get(storage) ?? new Map<string, string>();
      begun.set(storage, marks);
      if ((await storage.list(to)).length > 0 && marks.get(to) !== from) throw new Error(`${to} is not empty`);
      marks.set(to, from);
      const there = await storage.list(from);
      const files = FILES.filter((file) => there.includes(file));
      for (const file of files) await write(`${to}/${file}`, await storage.read(`${from}/${file}`));
      marks.delete(to);
      for (const file of files.toReversed()) await change(() => storage.remove(`${from}/${file}`));
      await storage.remove(from);
    },
    // Removing a folder takes one change a file: it may die half removed.
    async remove(path) {
      for (const file of await storage.list(path)) await change(() => storage.remove(`${path}/${file}`));
    },
  };
}

const livingStorage = (storage: Storage, moves: Moves): Storage => dyingStorage(storage, moves, Number.POSITIVE_INFINITY);

async function stepAt(storage: Storage): Promise<unknown> {
  const { manifest, model, training } = await loadCheckpoint(storage, PATH, { training: true });
  expect(model.get('weight')?.values[0]).toBe(manifest.step);
  expect(training?.state.step).toBe(manifest.step);
  return manifest.step;
}

describe.each<Moves>(['at once', 'file by file'])('a save that is killed, where folders are moved %s', (moves) => {
  it('leaves the old or the new checkpoint, after any number of changes', async () => {
    const seen = new Set<unknown>();
    for (let changes = 0; ; changes++) {
      const storage = memoryStorage();
      await saveCheckpoint(storage, PATH, content(1));
      const finished = await survives(saveCheckpoint(dyingStorage(storage, moves, changes), PATH, content(2)));
      const found = await stepAt(storage);
      seen.add(found);
      if (finished) break;
      expect([1, 2]).toContain(found);
      await expectCleanSave(livingStorage(storage, moves));
    }
    expect(seen).toEqual(new Set([1, 2]));
  });

  it('leaves one of the two even when the next save is killed as well', async () => {
    for (let first = 0; first < LONGEST; first++) {
      for (let second = 0; second < LONGEST; second++) {
        const storage = memoryStorage();
        await saveCheckpoint(storage, PATH, content(1));
        await survives(saveCheckpoint(dyingStorage(storage, moves, first), PATH, content(2)));
        const before = await stepAt(storage);
        await survives(saveCheckpoint(dyingStorage(storage, moves, second), PATH, content(3)));
        expect([before, 3]).toContain(await stepAt(storage));
        await expectCleanSave(livingStorage(storage, moves));
      }
    }
  });

  it('leaves none or a whole one where there was none', async () => {
    for (let changes = 0; changes < 8; changes++) {
      const storage = memoryStorage();
      await survives(saveCheckpoint(dyingStorage(storage, moves, changes), PATH, content(2)));
      if (await checkpointExists(storage, PATH)) expect(await stepAt(storage)).toBe(2);
      await expectCleanSave(livingStorage(storage, moves));
    }
  });
});

describe('a save on a full disk', () => {
  it('fails with the reason, keeps the old checkpoint and gives the space back', async () => {
    const storage = memoryStorage();
    await saveCheckpoint(storage, PATH, content(1));
    const full: Storage = {
      ...storage,
      async write(path, data) {
        if (!path.endsWith('prattle.json')) return storage.write(path, data);
        throw new StorageError({ package: 'core', code: 'disk-full', what: 'The disk is full', remedy: 'Free some space' });
      },
    };
    await expect(saveCheckpoint(full, PATH, content(2))).rejects.toThrow(/disk is full/);
    expect(await stepAt(storage)).toBe(1);
    expect(await storage.list('checkpoints')).toEqual(['last']);
  });
});

async function survives(save: Promise<void>): Promise<boolean> {
  try {
    await save;
    return true;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return false;
  }
}

/** The next save works and clears everything away. */
async function expectCleanSave(storage: Storage): Promise<void> {
  await saveCheckpoint(storage, PATH, content(9));
  expect(await stepAt(storage)).toBe(9);
  expect(await storage.list('checkpoints')).toEqual(['last']);
}
