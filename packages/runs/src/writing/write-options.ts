import { type Tokenizer, UsageError } from '@prattle/core';
import { createTextStream, type SamplingOptions, type TextStream } from '@prattle/sampling';
import { type WriteSettings, writeSettings } from './write-settings.js';

/** How tokenizers decode what only further tokens complete. */
const UNFINISHED = '\uFFFD';

/** How text is written with a model: `writeSettings`, and what cannot be said as JSON. */
export interface WriteOptions extends Partial<WriteSettings>, Pick<SamplingOptions, 'processors' | 'possibleNext'> {
  /** What to go on from, one or several. Default: what opens an item, else a line break, else the first token. */
  readonly prompt?: string | readonly string[];
  /** Adds to every token its log-probability, and with a number that many of the likeliest in its place. */
  readonly logProbabilities?: boolean | number;
  readonly signal?: AbortSignal;
}

/** The settings complete and checked. @throws ConfigError naming the setting */
export function settingsOf(options: WriteOptions): WriteSettings {
  const given = Object.keys(writeSettings.settings).map((name) => [name, options[name as keyof WriteSettings]]);
  return writeSettings.parse(Object.fromEntries(given));
}

/** What the sampling pipeline makes of the settings: texts become tokens. @throws UsageError, TokenizerError */
export function samplingOptions(tokenizer: Tokenizer, options: WriteOptions): SamplingOptions {
  const { processors, possibleNext = tokenizer.possibleNext?.bind(tokenizer) } = options;
  const { tokens, count, stop, beams, lengthPenalty, seed, ban, bias, ...sampling } = settingsOf(options);
  return {
    ...sampling,
    ban: ban.map((text) => onlyToken(tokenizer, 'ban', text)),
    bias: new Map(bias.map((entry) => biasOf(tokenizer, entry))),
    ...(processors ? { processors } : {}),
    ...(possibleNext ? { possibleNext } : {}),
  };
}

/** The prompts, at least one. */
export function promptsOf({ prompt = '' }: WriteOptions): readonly string[] {
  return typeof prompt === 'string' ? [prompt] : prompt;
}

/** The tokens of every prompt, with what opens an item before them. @throws TokenizerError for characters it does not know */
export function promptTokens(tokenizer: Tokenizer, prompt: string): number[] {
  const { end } = tokenizer.special;
  const opening = end === undefined ? [] : [end];
  if (prompt !== '') return [...opening, ...tokenizer.encode(prompt)];
  return end === undefined ? runningOpening(tokenizer) : opening;
}

/** The most natural beginning of running text: a line break; where a grammar forbids one, the first whole that it allows. */
function runningOpening(tokenizer: Tokenizer): number[] {
  if (tokenizer.possibleNext) return firstWhole(tokenizer);
  for (let id = 0; id < tokenizer.vocabularySize; id++) if (tokenizer.decode([id]) === '\n') return [id];
  return [0];
}

function firstWhole(tokenizer: Tokenizer): number[] {
  const ids: number[] = [];
  do {
    const [next] = tokenizer.possibleNext?.(ids) ?? [];
    if (next === undefined) break;
    ids.push(next);
  } while (tokenizer.decode(ids).endsWith(UNFINISHED));
  return ids;
}

/** The text of the tokens that go on from a prompt, as they come. */
export function continuationOf(tokenizer: Tokenizer, prompt: string): TextStream {
  return createTextStream((ids) => tokenizer.decode(ids), {
    after: prompt === '' ? [] : promptTokens(tokenizer, prompt),
    // A grammar completes what is unfinished, however many tokens it takes.
    ...(tokenizer.possibleNext ? { longest: Number.POSITIVE_INFINITY } : {}),
  });
}

function biasOf(tokenizer: Tokenizer, entry: string): [token: number, bias: number] {
  const border = entry.lastIndexOf('=');
  const added = Number(entry.slice(border + 1));
  if (border < 1 || entry.slice(border + 1).trim() === '' || Number.isNaN(added)) {
    throw usage(`The bias "${entry}" is not TEXT=NUMBER`, 'Write for instance e=-2.');
  }
  return [onlyToken(tokenizer, 'bias', entry.slice(0, border)), added];
}

function onlyToken(tokenizer: Tokenizer, setting: string, text: string): number {
  const [token, ...more] = tokenizer.encode(text);
  if (token !== undefined && more.length === 0) return token;
  throw usage(
    `The ${setting} of ${JSON.stringify(text)} names ${more.length + (token === undefined ? 0 : 1)} tokens`,
    'Name one token at a time.',
  );
}

function usage(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'runs', code: 'usage', what, remedy });
}
