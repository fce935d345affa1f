import { BpeTokenizer, bpe } from '@prattle/tokenizers';
import { median } from '../statistics.js';
import { type Peer, peersOf } from './peers.js';

export interface Corpus {
  readonly name: string;
  readonly text: string;
}

/** How fast one package encodes one text. */
export interface EncodeResult {
  readonly peer: string;
  readonly language: Peer['language'];
  readonly tokens: number;
  /** Megabytes of UTF-8 a second: median and best of the rounds. */
  readonly medianSpeed: number;
  readonly bestSpeed: number;
  /** Of the first time that it saw the text: nothing is remembered yet. */
  readonly firstSpeed: number;
}

export interface TokenizerComparison {
  readonly corpus: string;
  readonly megabytes: number;
  readonly vocabulary: number;
  /** Learning it, ours alone: none of the others can. Best of the rounds. */
  readonly trainSeconds: number;
  readonly results: readonly EncodeResult[];
}

/** Every package in turn, and again: a machine whose speed drifts then drifts for all of them. */
export function compareTokenizers(
  { name, text }: Corpus,
  { vocabulary, rounds }: { vocabulary: number; rounds: number },
): TokenizerComparison {
  const megabytes = Buffer.byteLength(text) / 1e6;
  let tokenizer = learn(text, vocabulary);
  let trainSeconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    trainSeconds = Math.min(
      trainSeconds,
      secondsOf(() => {
        tokenizer = learn(text, vocabulary);
      }),
    );
  }
  const timed = peersOf(tokenizer).map((peer) => ({ peer, tokens: 0, speeds: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const entry of timed) {
      const seconds = secondsOf(() => {
        entry.tokens = entry.peer.encode(text);
      });
      entry.speeds.push(megabytes / seconds);
    }
  }
  const results = timed.map(({ peer, tokens, speeds: [first = 0, ...speeds] }) => ({
    peer: peer.name,
    language: peer.language,
    tokens,
    medianSpeed: median(speeds),
    bestSpeed: Math.max(...speeds),
    firstSpeed: first,
  }));
  return { corpus: name, megabytes, vocabulary: tokenizer.vocabularySize, trainSeconds, results };
}

function learn(text: string, vocabulary: number): BpeTokenizer {
  const tokenizer = bpe.train([text], bpe.config.parse({ vocabulary, pattern: 'gpt4' }));
  if (tokenizer instanceof BpeTokenizer) return tokenizer;
  throw new Error('[prattle/benchmark] bpe learnt something else than a BPE tokenizer. Report this.');
}

function secondsOf(action: () => void): number {
  const start = performance.now();
  action();
  return (performance.now() - start) / 1000;
}
