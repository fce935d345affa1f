import { type BuildContext, ConfigError, type Model, type Tensor } from '@prattle/core';
import { createParameters, createWindowDecoder, createWindowModel } from '@prattle/nn';
import { readSync, tensor, writeInto } from '@prattle/ops';
import type { NgramConfig } from './config.js';
import { BEFORE_START, countGrams } from './counts.js';
import { createTable, type NgramTable } from './table.js';

/** Counts of short sequences. Nothing is trained: what was counted is kept in buffers, which a checkpoint carries. */
export function buildNgram(config: NgramConfig, { data, random }: BuildContext): Model {
  const { order, strength, capacity } = config;
  const { vocabularySize } = data;
  if ((vocabularySize + 1) ** order > Number.MAX_SAFE_INTEGER) {
    throw new ConfigError({
      package: 'models',
      code: 'bad-value',
      what: `Sequences of ${order} out of ${vocabularySize} tokens are too many to tell apart`,
      remedy: 'Choose a lower order or a smaller vocabulary',
    });
  }
  const parameters = createParameters(random);
  // Float32 holds every token id and every count up to 2^24 exactly.
  const grams = parameters.buffer('grams', [capacity, order], new Float32Array(capacity * order));
  const counts = parameters.buffer('counts', [capacity], new Float32Array(capacity));
  let known: { readonly counts: ArrayLike<number>; readonly table: NgramTable } | undefined;

  /** The table of what the buffers hold; made anew when they have changed: a checkpoint was loaded. */
  const currentTable = (): NgramTable => {
    const values = readSync(counts);
    if (!known || !isSame(known.counts, values)) {
      const content = { grams: Int32Array.from(readSync(grams)), counts: Float32Array.from(values) };
      known = { counts: content.counts, table: createTable(content, order, strength, vocabularySize) };
    }
    return known.table;
  };

  /** The logits at places in ids [B, T], counted row after row: [places, V]. */
  const logitsAt = (table: NgramTable, ids: Tensor, places: readonly number[]): Float32Array => {
    const [, time = 0] = ids.shape;
    const tokens = readSync(ids);
    const logits = new Float32Array(places.length * vocabularySize);
    for (const [row, place] of places.entries()) {
      const context = Int32Array.from({ length: order - 1 }, (_, i) => {
        const back = order - 2 - i;
        return back <= place % time ? (tokens[place - back] ?? BEFORE_START) : BEFORE_START;
      });
      logits.set(table.logProbabilities(context), row * vocabularySize);
    }
    return logits;
  };

  const window = Math.max(1, order - 1);
  const logits = (ids: Tensor): Tensor => {
    const [batch = 0, time = 0] = ids.shape;
    const places = Array.from({ length: batch * time }, (_, place) => place);
    return tensor(logitsAt(currentTable(), ids, places), [batch, time, vocabularySize]);
  };

  return {
    ...createWindowModel({ data, parameters, window, logits }),
    decoder(slots) {
      // Read once: counts do not change while text is written.
      const table = currentTable();
      return createWindowDecoder({
        slots,
        contextLength: window,
        logits(ids, lengths) {
          const [rows = 0, time = 0] = ids.shape;
          const last = lengths.map((length, row) => row * time + length - 1);
          return tensor(logitsAt(table, ids, last), [rows, vocabularySize]);
        },
      });
    },
    fit(batches) {
      const counted = countGrams(batches, config, vocabularySize);
      writeInto(grams, padded(counted.grams, capacity * order));
      writeInto(counts, padded(counted.counts, capacity));
      known = undefined;
    },
  };
}

function padded(values: ArrayLike<number>, size: number): Float32Array {
  const all = new Float32Array(size);
  all.set(values);
  return all;
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}
