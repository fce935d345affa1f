import type { Decoder, Model, RandomSource } from '@prattle/core';
import { UsageError } from '@prattle/core';
import { drawToken } from '../pipeline/draw.js';
import type { SamplingOptions } from '../pipeline/options.js';
import { createPipeline, type SamplingPipeline } from '../pipeline/pipeline.js';
import { logProbability, type TokenLogProbability, topLogProbabilities } from './log-probabilities.js';
import { checkedPrompt } from './prompt.js';
import { readAndDispose, rowOf } from './rows.js';
import { windowDecoder } from './window-decoder.js';

/** One text to be continued, and how. */
export interface SequenceOptions extends SamplingOptions {
  /** Token ids, at least one. */
  readonly prompt: ArrayLike<number>;
  /** Its own source of randomness, so that its continuation does not depend on which others are generated beside it. */
  readonly random: RandomSource;
  /** The most new tokens. */
  readonly tokens: number;
  /** Ids that end it. */
  readonly stop?: readonly number[];
  /** Adds `logProbability` to every token, and with a number above 0 that many of the likeliest. */
  readonly logProbabilities?: boolean | number;
}

export interface GeneratedToken {
  /** The sequence's number: as `add` returned it. */
  readonly sequence: number;
  readonly token: number;
  /** Natural logarithm of what the model itself gave this token, before temperature, penalties and filters. */
  readonly logProbability?: number;
  /** The likeliest tokens in its place, likeliest first, when they were asked for. */
  readonly alternatives?: readonly TokenLogProbability[];
  /** Set on a sequence's last token: it is a stop id, or there may be no more. */
  readonly finish?: 'stop' | 'length';
}

/** Sequences continued side by side, one token each a step. Others join and leave while they run. */
export interface Generation {
  /** Sequences that there is still room for. */
  readonly free: number;
  /** Sequences that are not finished. */
  readonly running: number;
  /**
   * Starts a sequence; its first token comes with the next step.
   * @returns its number, counted from 0 and never used again
   * @throws UsageError when there is no room, for a prompt that is empty or not of this vocabulary, and for a bad option
   */
  add(sequence: SequenceOptions): number;
  /** Ends a sequence that still runs, and makes room. Nothing happens to one that is over. */
  remove(sequence: number): void;
  /** The next token of every sequence that runs, in the order in which they were added. */
  step(): Promise<GeneratedToken[]>;
  dispose(): void;
}

interface Running {
  readonly sequence: number;
  readonly slot: number;
  readonly options: SequenceOptions;
  readonly pipeline: SamplingPipeline;
  readonly history: number[];
  readonly stop: ReadonlySet<number>;
  generated: number;
}

/**
 * Room for `slots` sequences on one decoder: the model's own (a cache or a hidden state), or where it has none the model
 * run again over each window.
 */
export function createGeneration(model: Model, { slots }: { readonly slots: number }): Generation {
  const decoder: Decoder = model.decoder?.(slots) ?? windowDecoder(model, slots);
  const freeSlots = Array.from({ length: slots }, (_, slot) => slots - 1 - slot);
  const running = new Map<number, Running>();
  let added = 0;

  function leave({ sequence, slot }: Running): void {
    if (!running.delete(sequence)) return;
    decoder.reset(slot);
    freeSlots.push(slot);
  }

  function next(one: Running, logits: Float32Array): GeneratedToken {
    const { options, pipeline, history } = one;
    const distribution = pipeline.distribution(logits, { history });
    const token = drawToken(distribution, pipeline.greedy ? 0 : (options.random.uniform(1)[0] ?? 0));
    history.push(token);
    one.generated++;
    const finish = one.stop.has(token) ? 'stop' : one.generated >= options.tokens ? 'length' : undefined;
    if (finish) leave(one);
    const wanted = Number(options.logProbabilities ?? 0);
    const alternatives = typeof options.logProbabilities === 'number' ? topLogProbabilities(logits, wanted) : undefined;
    return {
      sequence: one.sequence,
      token,
      ...(wanted > 0 ? { logProbability: logProbability(logits, token) } : {}),
      ...(alternatives ? { alternatives } : {}),
      ...(finish ? { finish } : {}),
    };
  }

  return {
    get free() {
      return freeSlots.length;
    },
    get running() {
      return running.size;
    },
    add(options) {
      const history = checkedPrompt(options.prompt, added, model.data.vocabularySize);
      const pipeline = createPipeline(options);
      const slot = freeSlots.pop();
      if (slot === undefined) throw noRoom(slots);
      running.set(added, { sequence: added, slot, options, pipeline, history, stop: new Set(options.stop), generated: 0 });
      return added++;
    },
    remove(sequence) {
      const one = running.get(sequence);
      if (one) leave(one);
    },
    async step() {
      const all = [...running.values()];
      const logits = new Map<Running, Float32Array>();
      for (const one of all) {
        if (one.generated > 0) continue;
        logits.set(one, await readAndDispose(decoder.prefill(one.slot, Int32Array.from(one.history))));
      }
      const started = all.filter(({ generated }) => generated > 0);
      if (started.length > 0) {
        const last = Int32Array.from(started, ({ history }) => history.at(-1) ?? 0);
        const slotsOf = started.map(({ slot }) => slot);
        const rows = await readAndDispose(decoder.step(last, slotsOf));
        for (const [row, one] of started.entries()) logits.set(one, rowOf(rows, row, started.length));
      }
      // Whoever was removed while the logits were read gets no more tokens.
      return all.filter(({ sequence }) => running.has(sequence)).map((one) => next(one, logits.get(one) ?? new Float32Array(0)));
    },
    dispose() {
      running.clear();
      decoder.dispose();
    },
  };
}

function noRoom(slots: number): UsageError {
  return new UsageError({
    package: 'sampling',
    code: 'no-room',
    what: `All ${slots} slots of the generation are taken`,
    remedy: 'Wait for a sequence to finish, remove one, or make the generation with more slots.',
  });
}
