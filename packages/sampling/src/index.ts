import type { Plugin } from '@prattle/core';
import { noRepeatNgram } from './no-repeat-ngram/index.js';

export { type Beam, type BeamOptions, beamSearch } from './beam/beam-search.js';
export { type GenerateOptions, generate, type Sequence } from './generate/generate.js';
export { createGeneration, type GeneratedToken, type Generation, type SequenceOptions } from './generate/generation.js';
export { logProbability, type TokenLogProbability, topLogProbabilities } from './generate/log-probabilities.js';
export { windowDecoder } from './generate/window-decoder.js';
export { type LongestMatch, longestMatch } from './novelty/longest-match.js';
export { countNovelty, type Known, knownFrom, type NoveltyCounts, tokensOf } from './novelty/novelty.js';
export { allowOnly, banTokens, logitBias } from './pipeline/constraints.js';
export { drawToken } from './pipeline/draw.js';
export { minP, temperature, topK, topP, typicalP } from './pipeline/filters.js';
export { type PossibleNext, type ResolvedSamplingOptions, resolveSamplingOptions, type SamplingOptions } from './pipeline/options.js';
export { occurrencePenalty, repetitionPenalty } from './pipeline/penalties.js';
export { createPipeline, probabilities, type SamplingPipeline } from './pipeline/pipeline.js';
export { scoreTokens, type TokenScores } from './score/score-tokens.js';
export { type SamplingSettings, samplingSettings } from './settings.js';
export { createStopText, type StopText } from './text/stop-text.js';
export { createTextStream, type TextStream, type TextStreamOptions } from './text/text-stream.js';
export { noRepeatNgram };

/** Every sampler of this package. */
export default function samplers(): Plugin {
  return { name: '@prattle/sampling', samplers: [noRepeatNgram] };
}
