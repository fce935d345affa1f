import type { Model } from '@prattle/core';
import { createPacer } from '@prattle/core';
import { checkedPrompt } from '../generate/prompt.js';
import { readAndDispose, rowOf } from '../generate/rows.js';
import { windowDecoder } from '../generate/window-decoder.js';
import type { SamplingOptions } from '../pipeline/options.js';
import { createPipeline } from '../pipeline/pipeline.js';

export interface BeamOptions extends SamplingOptions {
  /** Token ids, at least one. */
  readonly prompt: ArrayLike<number>;
  /** Hypotheses kept a step, and results at the end. */
  readonly beams: number;
  /** The most new tokens. */
  readonly tokens: number;
  /** Ids that end a hypothesis. */
  readonly stop?: readonly number[];
  /** Results are ranked by log-probability / length ** this: 0 favours short ones, 1 (default) ranks by the mean. */
  readonly lengthPenalty?: number;
  readonly signal?: AbortSignal;
}

/** One of the likeliest continuations. */
export interface Beam {
  /** The new tokens, a stop id included. */
  readonly tokens: readonly number[];
  /** Natural logarithm of the probability of them all, as the options shape it. */
  readonly logProbability: number;
  /** What it was ranked by. */
  readonly score: number;
  readonly finish: 'stop' | 'length';
}

interface Hypothesis {
  readonly tokens: readonly number[];
  readonly logProbability: number;
  readonly slot: number;
}

/**
 * The likeliest continuations of a prompt, best first, by keeping the best `beams` of them at every step. With one beam
 * it is greedy choice; with as many as there are sequences it is exhaustive. Sampling options shape the probabilities
 * (penalties, bans, grammars); leave `temperature` at 1 for the model's own.
 */
export async function beamSearch(model: Model, options: BeamOptions): Promise<Beam[]> {
  const { beams, tokens, lengthPenalty = 1 } = options;
  const prompt = checkedPrompt(options.prompt, 0, model.data.vocabularySize);
  const stop = new Set(options.stop);
  const pipeline = createPipeline(options);
  // Twice the slots: what goes on is copied into the other half, because two hypotheses may share a parent.
  const decoder = model.decoder?.(2 * beams) ?? windowDecoder(model, 2 * beams);
  const pacer = createPacer();
  const finished: Beam[] = [];

  function beamOf(hypothesis: Omit<Hypothesis, 'slot'>, finish: Beam['finish']): Beam {
    const { tokens: written, logProbability } = hypothesis;
    return { tokens: written, logProbability, score: logProbability / written.length ** lengthPenalty, finish };
  }

  try {
    let alive: Hypothesis[] = [{ tokens: [], logProbability: 0, slot: 0 }];
    let logits = await readAndDispose(decoder.prefill(0, Int32Array.from(prompt)));
    for (let length = 1; ; length++) {
      const candidates = alive.flatMap((parent, row) => {
        const history = [...prompt, ...parent.tokens];
        const probabilities = pipeline.distribution(rowOf(logits, row, alive.length), { history });
        return likeliest(probabilities, beams + stop.size).map(({ token, probability }) => ({
          tokens: [...parent.tokens, token],
          logProbability: parent.logProbability + Math.log(probability),
          parent: parent.slot,
        }));
      });
      candidates.sort((a, b) => b.logProbability - a.logProbability);
      const next: typeof candidates = [];
      for (const candidate of candidates) {
        if (next.length === beams) break;
        if (stop.has(candidate.tokens.at(-1) ?? -1)) finished.push(beamOf(candidate, 'stop'));
        else next.push(candidate);
      }
      if (length === tokens) return best([...finished, ...next.map((hypothesis) => beamOf(hypothesis, 'length'))], beams);
      if (next.length === 0 || options.signal?.aborted) return best(finished, beams);
      if (cannotImprove(best(finished, beams), next[0]?.logProbability ?? 0)) return best(finished, beams);

      const other = (alive[0]?.slot ?? 0) < beams ? beams : 0;
      alive = next.map((candidate, index) => {
        decoder.copy(candidate.parent, other + index);
        return { tokens: candidate.tokens, logProbability: candidate.logProbability, slot: other + index };
      });
      const last = Int32Array.from(alive, (hypothesis) => hypothesis.tokens.at(-1) ?? 0);
      logits = await readAndDispose(
        decoder.step(
          last,
          alive.map(({ slot }) => slot),
        ),
      );
      const pause = pacer.pause();
      if (pause) await pause;
    }
  } finally {
    decoder.dispose();
  }

  /** A hypothesis only loses probability, and with a length penalty its score is at best this one over the longest length. */
  function cannotImprove(results: readonly Beam[], bestAlive: number): boolean {
    if (results.length < beams) return false;
    const reachable = bestAlive / (lengthPenalty > 0 ? tokens : 1) ** lengthPenalty;
    return (results.at(-1)?.score ?? Number.NEGATIVE_INFINITY) >= reachable;
  }
}

function best(results: readonly Beam[], count: number): Beam[] {
  return [...results].sort((a, b) => b.score - a.score).slice(0, count);
}

function likeliest(probabilities: Float64Array, count: number): { readonly token: number; readonly probability: number }[] {
  return Array.from(probabilities, (probability, token) => ({ token, probability }))
    .filter(({ probability }) => probability > 0)
    .sort((a, b) => b.probability - a.probability || a.token - b.token)
    .slice(0, count);
}
