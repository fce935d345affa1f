import { describe, expect, it, vi } from 'vitest';
import { CheckpointError, ConfigError, StorageError } from './kinds.js';
import { PrattleError } from './prattle-error.js';
import { nameRemedy, suggest } from './suggest.js';

const details = { package: 'core', code: 'not-found', what: 'There is no file "a.txt"', remedy: 'Check the path' } as const;

describe('errors', () => {
  it('say who, what and what to do, in one line', () => {
    const cause = new Error('ENOENT');
    const error = new StorageError({ ...details, cause });
    expect(error.message).toBe('[prattle/core] There is no file "a.txt". Check the path.');
    expect(error).toMatchObject({
      name: 'StorageError',
      code: 'not-found',
      package: 'core',
      what: 'There is no file "a.txt".',
      remedy: 'Check the path.',
      cause,
    });
    expect(String(error)).toBe(`StorageError: ${error.message}`);
  });

  it('know their kind and every kind above it', () => {
    class DiskError extends StorageError {
      static override readonly kind: string = 'DiskError';
    }
    const error = new DiskError(details);
    expect(DiskError.isInstance(error)).toBe(true);
    expect(StorageError.isInstance(error)).toBe(true);
    expect(PrattleError.isInstance(error)).toBe(true);
    expect(ConfigError.isInstance(error)).toBe(false);
    expect(DiskError.isInstance(new StorageError(details))).toBe(false);
  });

  it('are known to other copies of this package', async () => {
    vi.resetModules();
    const copy = await import('./kinds.js');
    const foreign = new copy.CheckpointError({ ...details, code: 'damaged' });
    expect(foreign).not.toBeInstanceOf(CheckpointError);
    expect(CheckpointError.isInstance(foreign)).toBe(true);
    expect(StorageError.isInstance(foreign)).toBe(false);
  });

  it.each([undefined, null, 'text', new Error('x'), {}])('are not %o', (value) => {
    expect(PrattleError.isInstance(value)).toBe(false);
  });
});

describe('suggest', () => {
  const known = ['layers', 'heads', 'width', 'learningRate', 'minLearningRate'];

  it.each([
    ['layer', 'layers'],
    ['haeds', 'heads'],
    ['learning_rate', 'learningRate'],
    ['Learning-Rate', 'learningRate'],
    ['minLerningRate', 'minLearningRate'],
    ['widht', 'width'],
  ])('%s means %s', (name, meant) => {
    expect(suggest(name, known)).toBe(meant);
  });

  it.each(['', 'x', 'temperature', 'optimizer'])('has no idea about "%s"', (name) => {
    expect(suggest(name, known)).toBeUndefined();
  });

  it('lists what is known beside it', () => {
    expect(nameRemedy('head', ['heads', 'width'])).toBe('Did you mean "heads"? Known: heads, width.');
    expect(nameRemedy('zzz', ['heads'])).toBe('Known: heads.');
    expect(nameRemedy('zzz', [])).toBe('None is known.');
  });
});
