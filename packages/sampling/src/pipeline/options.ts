import type { LogitsProcessor } from '@prattle/core';
import { type SamplingSettings, samplingSettings } from '../settings.js';

/**
 * The tokens that may follow, given the tokens so far: a grammar. Number tokens have one, and so may a plugin's
 * language. An empty answer bans everything, which is an error.
 */
export type PossibleNext = (history: readonly number[]) => Iterable<number>;

/**
 * How the next token is chosen. Everything is optional; with nothing set, tokens are drawn from the model's own
 * distribution. Stages act in this order, each on what the one before left: repetition penalty (CTRL: Keskar et al.
 * 2019), presence and frequency penalty, `bias`, `ban`, `possibleNext`, `processors`, temperature, top-k, top-p
 * (Holtzman et al. 2020), min-p (Nguyen et al. 2024), typical (Meister et al. 2023).
 */
export interface SamplingOptions extends Partial<SamplingSettings> {
  /** Added to the logits of these tokens. */
  readonly bias?: ReadonlyMap<number, number>;
  /** Tokens that are never chosen. */
  readonly ban?: readonly number[];
  readonly possibleNext?: PossibleNext;
  /** Further changes to the logits, in this order: plugins. */
  readonly processors?: readonly LogitsProcessor[];
}

/** Sampling options with nothing left open. */
export interface ResolvedSamplingOptions extends SamplingSettings {
  readonly bias: ReadonlyMap<number, number>;
  readonly ban: readonly number[];
  readonly possibleNext: PossibleNext | undefined;
  readonly processors: readonly LogitsProcessor[];
}

/** Fills in what is off by default and checks the ranges. @throws ConfigError naming the option */
export function resolveSamplingOptions(options: SamplingOptions = {}): ResolvedSamplingOptions {
  const { bias = new Map(), ban = [], possibleNext, processors = [] } = options;
  const given = Object.keys(samplingSettings.settings).map((name) => [name, options[name as keyof SamplingSettings]]);
  return { ...samplingSettings.parse(Object.fromEntries(given)), bias, ban, possibleNext, processors };
}
