import { createRandom, type LogitsProcessor, type SamplerPlugin, type Tokenizer } from '@prattle/core';
import { beforeAll, describe, expect, it } from 'vitest';

export interface SamplerSuiteOptions {
  /** The vocabulary that it is tried with. */
  readonly tokenizer: Tokenizer;
  /** Settings to test with, by a name for the report. Default: the plugin's defaults. */
  readonly variants?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Row {
  readonly logits: Float64Array;
  readonly history: readonly number[];
}

const ROWS = 40;
const LONGEST_HISTORY = 12;

/**
 * Tests a sampler: it acts on one row at a time, by the row and its history alone, and leaves something to choose from.
 *
 * @example
 * samplerSuite(noRepeats, { tokenizer });
 */
export function samplerSuite(plugin: SamplerPlugin, { tokenizer, variants = { defaults: {} } }: SamplerSuiteOptions): void {
  describe.each(Object.entries(variants))(`sampler ${plugin.name}, %s`, (_name, settings) => {
    const create = (): LogitsProcessor => plugin.create(plugin.config.parse(settings), { tokenizer });
    let rows: readonly Row[];
    beforeAll(() => {
      rows = randomRows(tokenizer.vocabularySize);
    });

    const apply = (processor: LogitsProcessor, { logits, history }: Row): Float64Array => {
      const work = logits.slice();
      processor(work, { history });
      return work;
    };

    it('leaves numbers, and at least one token to choose', () => {
      const processor = create();
      for (const row of rows) {
        const changed = apply(processor, row);
        expect(changed.every((logit) => logit < Number.POSITIVE_INFINITY)).toBe(true);
        expect(changed.some((logit) => logit > Number.NEGATIVE_INFINITY)).toBe(true);
      }
    });

    it('does the same to a row whatever rows came before', () => {
      const used = create();
      for (const row of rows) apply(used, row);
      for (const row of rows) expect(apply(used, row)).toEqual(apply(create(), row));
    });

    it('leaves the history as it is', () => {
      const processor = create();
      for (const { logits, history } of rows) {
        const before = [...history];
        apply(processor, { logits, history });
        expect(history).toEqual(before);
      }
    });

    it('makes a difference somewhere', () => {
      const processor = create();
      expect(rows.some((row) => apply(processor, row).some((logit, id) => logit !== row.logits[id]))).toBe(true);
    });
  });
}

/** Logits around 0, with histories from none to some that repeat themselves; the same in every run. */
function randomRows(vocabularySize: number): Row[] {
  const random = createRandom('philox', 21);
  return Array.from({ length: ROWS }, (_, index) => ({
    logits: Float64Array.from(random.normal(vocabularySize, 0, 3)),
    history: [...random.integers(index % LONGEST_HISTORY, 0, Math.min(vocabularySize, 2 + (index % 5)))],
  }));
}
