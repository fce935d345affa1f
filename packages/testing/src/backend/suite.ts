import type { Backend, BackendOptions, BackendPlugin } from '@prattle/core';
import { currentBackend } from '@prattle/ops';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledStepChecks } from './compiled-step-checks.js';
import { type BackendException, Exceptions } from './exceptions.js';
import { operationChecks } from './operation-checks.js';
import { threadChecks } from './thread-checks.js';
import { transferChecks } from './transfer-checks.js';

export interface BackendSuiteOptions<Options extends object> {
  /** Cases that this backend is known to fail, and why. They are listed in the report. */
  readonly exceptions?: readonly BackendException[];
  /** What to open the backend with. */
  readonly open?: Options;
  /** From which random shapes and numbers are drawn. Default: 1. */
  readonly seed?: number;
}

/**
 * Tests a backend: every operation and its gradient against the composed reference on tfjs's plain JavaScript backend, the
 * optimiser steps, compiled steps against eager ones bit by bit, the same bits with any number of threads, reading and
 * writing, and memory. To be called (with `await`) at the top of a test file. Where the backend is not available, the
 * report says why.
 */
export async function backendSuite<Options extends object = BackendOptions>(
  plugin: BackendPlugin<Options>,
  { exceptions = [], open, seed = 1 }: BackendSuiteOptions<Options> = {},
): Promise<void> {
  const before = currentBackend();
  const availability = await plugin.probe();
  const after = currentBackend();
  const known = new Exceptions(exceptions);

  describe(`backend ${plugin.name}`, () => {
    it('has a name that tfjs can take, and a probe without effects', () => {
      expect(plugin.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(plugin.summary).not.toBe('');
      expect(after).toBe(before);
    });

    if (!availability.available) {
      it('says why it is not available, and what to do', () => {
        expect(availability.reason).not.toBe('');
        expect(availability.remedy).not.toBe('');
      });
      it('everything else', (context) => context.skip(`not available here: ${availability.reason}`));
      return;
    }

    it('says what it runs on', () => expect(availability.device).not.toBe(''));
    it('has a probe that never raises its priority', () => {
      expect(availability.priority ?? plugin.priority).toBeLessThanOrEqual(plugin.priority);
    });

    operationChecks(() => plugin.open(open), known, seed);

    describe('open', () => {
      let backend: Backend;
      beforeAll(async () => {
        backend = await plugin.open(open);
      });
      afterAll(() => backend.close());

      it('is the current backend', () => {
        expect(backend.name).toBe(plugin.name);
        expect(currentBackend()).not.toBeNull();
      });
      transferChecks(known);
      compiledStepChecks(() => backend, known);
    });

    threadChecks((threads) => plugin.open({ ...open, threads } as unknown as Options), known, seed);

    it('can be opened again after it was closed, and closed twice', async () => {
      for (let round = 0; round < 2; round++) {
        const backend = await plugin.open(open);
        backend.close();
        backend.close();
      }
    });

    it('has no exception for a case that does not exist', () => expect(known.unused()).toEqual([]));
  });
}
