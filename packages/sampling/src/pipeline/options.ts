import type { LogitsProcessor } from '@prattle/core';
import { UsageError } from '@prattle/core';

/**
 * How the next token is chosen. Everything is optional; with nothing set, tokens are drawn from the model's own
 * distribution. The stages act in the order in which they stand here, each on what the one before it left.
 */
export interface SamplingOptions {
  /**
   * Divides the positive and multiplies the negative logits of every token already in the history (once, however often
   * it occurs), as in CTRL (Keskar et al. 2019). Above 1 discourages repeats; 1: off.
   */
  readonly repetitionPenalty?: number;
  /** Further changes to the logits, in this order: plugins, grammars. */
  readonly processors?: readonly LogitsProcessor[];
  /** Divides the logits. Below 1 is bolder, above 1 more varied; 0 takes the largest logit (lowest id on ties). Default 1. */
  readonly temperature?: number;
  /** Keeps the k largest logits, and all that tie with the last of them. 0 or more than there are: off. */
  readonly topK?: number;
  /** Keeps the likeliest tokens until their probabilities reach this (Holtzman et al. 2020). 1: off. */
  readonly topP?: number;
  /** Keeps tokens at least this fraction as likely as the likeliest (Nguyen et al. 2024). 0: off. */
  readonly minP?: number;
}

/** Sampling options with nothing left open. */
export type ResolvedSamplingOptions = Required<SamplingOptions>;

const RANGES = {
  repetitionPenalty: { min: 0, minIncluded: false, max: Number.POSITIVE_INFINITY },
  temperature: { min: 0, minIncluded: true, max: Number.POSITIVE_INFINITY },
  topK: { min: 0, minIncluded: true, max: Number.POSITIVE_INFINITY },
  topP: { min: 0, minIncluded: true, max: 1 },
  minP: { min: 0, minIncluded: true, max: 1 },
} as const;

/** Fills in what is off by default and checks the ranges. @throws UsageError naming the option */
export function resolveSamplingOptions(options: SamplingOptions = {}): ResolvedSamplingOptions {
  const resolved = {
    repetitionPenalty: options.repetitionPenalty ?? 1,
    processors: options.processors ?? [],
    temperature: options.temperature ?? 1,
    topK: options.topK ?? 0,
    topP: options.topP ?? 1,
    minP: options.minP ?? 0,
  };
  for (const [name, { min, minIncluded, max }] of Object.entries(RANGES)) {
    const value = resolved[name as keyof typeof RANGES];
    const allowed = value <= max && (minIncluded ? value >= min : value > min) && value !== Number.POSITIVE_INFINITY;
    if (!allowed) throw outOfRange(name, value, `${minIncluded ? 'at least' : 'above'} ${min}${max === 1 ? ' and at most 1' : ''}`);
  }
  if (!Number.isInteger(resolved.topK)) throw outOfRange('topK', resolved.topK, 'a whole number');
  return resolved;
}

function outOfRange(name: string, value: number, allowed: string): UsageError {
  return new UsageError({
    package: 'sampling',
    code: 'bad-option',
    what: `The sampling option ${name} is ${value}`,
    remedy: `It has to be ${allowed}.`,
  });
}
