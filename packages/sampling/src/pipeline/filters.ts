import type { LogitsProcessor } from '@prattle/core';
import { argMax, kthLargest } from './selection.js';
import { softmaxInto } from './softmax.js';

/*
 * Filters ban tokens by setting their logit to -Infinity. Each sees the probabilities renormalised over what the filters
 * before it kept, because the softmax of the remaining logits is exactly that.
 */

/** Divides by a temperature above 0. The largest logit becomes 0 first, so that no temperature is too low to divide by. */
export function temperature(value: number): LogitsProcessor {
  return (logits) => {
    const largest = logits[argMax(logits)] ?? 0;
    for (let id = 0; id < logits.length; id++) logits[id] = ((logits[id] ?? 0) - largest) / value;
  };
}

/** Keeps the `k` largest logits and everything that ties with the last of them. */
export function topK(k: number): LogitsProcessor {
  return (logits) => {
    if (k >= logits.length) return;
    const threshold = kthLargest(logits, k);
    for (let id = 0; id < logits.length; id++) {
      if ((logits[id] ?? 0) < threshold) logits[id] = Number.NEGATIVE_INFINITY;
    }
  };
}

/**
 * Keeps tokens, likeliest first and lower id first among equals, while the probability before them is below `mass`: the
 * one that crosses it stays, and so does at least one.
 */
export function topP(mass: number): LogitsProcessor {
  let probabilities = new Float64Array(0);
  let ascending = new Float64Array(0);
  return (logits) => {
    if (probabilities.length !== logits.length) {
      probabilities = new Float64Array(logits.length);
      ascending = new Float64Array(logits.length);
    }
    softmaxInto(probabilities, logits);
    ascending.set(probabilities);
    ascending.sort();
    let kept = 0;
    let before = 0;
    while (kept < ascending.length && (kept === 0 || before < mass)) before += ascending[ascending.length - ++kept] ?? 0;
    const last = ascending[ascending.length - kept] ?? 0;
    // Of those exactly as likely as the last one kept, only the first in id order stay.
    let equalsKept = 0;
    for (let rank = ascending.length - kept; rank < ascending.length && ascending[rank] === last; rank++) equalsKept++;
    for (let id = 0; id < logits.length; id++) {
      const probability = probabilities[id] ?? 0;
      const keep = probability > last || (probability === last && equalsKept-- > 0);
      if (!keep) logits[id] = Number.NEGATIVE_INFINITY;
    }
  };
}

/** Keeps tokens whose probability is at least `fraction` of the largest. */
export function minP(fraction: number): LogitsProcessor {
  let probabilities = new Float64Array(0);
  return (logits) => {
    if (probabilities.length !== logits.length) probabilities = new Float64Array(logits.length);
    softmaxInto(probabilities, logits);
    let largest = 0;
    for (const probability of probabilities) largest = Math.max(largest, probability);
    for (let id = 0; id < logits.length; id++) {
      if ((probabilities[id] ?? 0) < fraction * largest) logits[id] = Number.NEGATIVE_INFINITY;
    }
  };
}

/**
 * Keeps the tokens whose surprise is nearest to the expected one, until their probabilities reach `mass`: the one that
 * crosses it stays, and whatever is as near (locally typical sampling, Meister et al. 2023).
 */
export function typicalP(mass: number): LogitsProcessor {
  let probabilities = new Float64Array(0);
  return (logits) => {
    if (probabilities.length !== logits.length) probabilities = new Float64Array(logits.length);
    softmaxInto(probabilities, logits);
    let entropy = 0;
    for (const p of probabilities) if (p > 0) entropy -= p * Math.log(p);
    const distance = (p: number): number => (p > 0 ? Math.abs(-Math.log(p) - entropy) : Number.POSITIVE_INFINITY);
    const nearestFirst = Float64Array.from(probabilities).sort((a, b) => distance(a) - distance(b));
    let kept = 0;
    let before = 0;
    while (kept < nearestFirst.length && (kept === 0 || before < mass)) before += nearestFirst[kept++] ?? 0;
    const farthest = distance(nearestFirst[kept - 1] ?? 0);
    for (let id = 0; id < logits.length; id++) {
      if (distance(probabilities[id] ?? 0) > farthest) logits[id] = Number.NEGATIVE_INFINITY;
    }
  };
}
