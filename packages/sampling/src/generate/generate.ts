import type { Decoder, Model, RandomSource, Tensor } from '@prattle/core';
import { createPacer, UsageError } from '@prattle/core';
import { read } from '@prattle/ops';
import { drawToken } from '../pipeline/draw.js';
import type { SamplingOptions } from '../pipeline/options.js';
import { createPipeline } from '../pipeline/pipeline.js';
import { logProbability } from '../pipeline/softmax.js';
import { windowDecoder } from './window-decoder.js';

/** One text to be continued. */
export interface Sequence {
  /** Token ids, at least one. */
  readonly prompt: ArrayLike<number>;
  /** Its own source of randomness, so that its continuation does not depend on which others are generated beside it. */
  readonly random: RandomSource;
}

export interface GenerateOptions extends SamplingOptions {
  readonly sequences: readonly Sequence[];
  /** The most new tokens for each sequence. */
  readonly tokens: number;
  /** Ids that end a sequence. */
  readonly stop?: readonly number[];
  /** Ends the generation after the token at hand. */
  readonly signal?: AbortSignal;
  /** Adds `logProbability` to every token. */
  readonly logProbabilities?: boolean;
}

export interface GeneratedToken {
  /** Index into `sequences`. */
  readonly sequence: number;
  readonly token: number;
  /** Natural logarithm of what the model itself gave this token, before temperature, penalties and filters. */
  readonly logProbability?: number;
  /** Set on a sequence's last token: it is a stop id, or there may be no more. */
  readonly finish?: 'stop' | 'length';
}

/**
 * Continues token sequences, all of them side by side, one token a sequence at a time. Uses the model's decoder (a cache
 * or a hidden state) where it has one, and runs it again over the window where not.
 *
 * @throws UsageError for an empty prompt, an id outside of the vocabulary, or an option out of range
 */
export async function* generate(model: Model, options: GenerateOptions): AsyncGenerator<GeneratedToken, void, undefined> {
  const { sequences, tokens } = options;
  const pipeline = createPipeline(options);
  const stop = new Set(options.stop);
  const histories = sequences.map(({ prompt }, index) => checkedPrompt(prompt, index, model.data.vocabularySize));
  if (sequences.length === 0 || tokens < 1) return;

  const pacer = createPacer();
  const decoder = model.decoder?.(sequences.length) ?? windowDecoder(model, sequences.length);
  try {
    let active = sequences.map((_, index) => index);
    let logits = await prefill(decoder, histories);
    for (let generated = 1; active.length > 0; generated++) {
      const next: number[] = [];
      for (const [row, sequence] of active.entries()) {
        if (options.signal?.aborted) return;
        const rowLogits = rowOf(logits, row, active.length);
        const token = choose(sequence, rowLogits);
        historyOf(sequence).push(token);
        const finish = stop.has(token) ? 'stop' : generated >= tokens ? 'length' : undefined;
        if (finish === undefined) next.push(sequence);
        yield {
          sequence,
          token,
          ...(options.logProbabilities ? { logProbability: logProbability(rowLogits, token) } : {}),
          ...(finish === undefined ? {} : { finish }),
        };
      }
      active = next;
      if (active.length === 0 || options.signal?.aborted) return;
      logits = await readAndDispose(decoder.step(lastTokens(active), active));
      const pause = pacer.pause();
      if (pause) await pause;
    }
  } finally {
    decoder.dispose();
  }

  function choose(sequence: number, rowLogits: Float32Array): number {
    const distribution = pipeline.distribution(rowLogits, { history: historyOf(sequence) });
    const uniform = pipeline.greedy ? 0 : (sequences[sequence]?.random.uniform(1)[0] ?? 0);
    return drawToken(distribution, uniform);
  }

  function historyOf(sequence: number): number[] {
    return histories[sequence] ?? [];
  }

  function lastTokens(of: readonly number[]): Int32Array {
    return Int32Array.from(of, (sequence) => historyOf(sequence).at(-1) ?? 0);
  }
}

/** Feeds every prompt to its slot and returns the logits [sequences, V] that follow them. */
async function prefill(decoder: Decoder, prompts: readonly (readonly number[])[]): Promise<Float32Array> {
  const rows: Float32Array[] = [];
  for (const [slot, prompt] of prompts.entries()) rows.push(await readAndDispose(decoder.prefill(slot, Int32Array.from(prompt))));
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let offset = 0;
  for (const row of rows) {
    all.set(row, offset);
    offset += row.length;
  }
  return all;
}

async function readAndDispose(logits: Tensor): Promise<Float32Array> {
  try {
    return (await read(logits)) as Float32Array;
  } finally {
    logits.dispose();
  }
}

function rowOf(values: Float32Array, row: number, rows: number): Float32Array {
  const width = values.length / rows;
  return values.subarray(row * width, (row + 1) * width);
}

function checkedPrompt(prompt: ArrayLike<number>, sequence: number, vocabularySize: number): number[] {
  const ids = Array.from(prompt);
  if (ids.length === 0) {
    throw new UsageError({
      package: 'sampling',
      code: 'empty-prompt',
      what: `The prompt of sequence ${sequence} is empty`,
      remedy: 'Start from at least one token, for instance the one that opens an item.',
    });
  }
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabularySize);
  if (wrong !== undefined) {
    throw new UsageError({
      package: 'sampling',
      code: 'bad-token',
      what: `The prompt of sequence ${sequence} holds the token id ${wrong}, but the model knows 0 to ${vocabularySize - 1}`,
      remedy: 'Encode the prompt with the tokenizer of the checkpoint.',
    });
  }
  return ids;
}
