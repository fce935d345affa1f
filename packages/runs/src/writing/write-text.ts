import { createPacer, createRandom, type Model, type Tokenizer } from '@prattle/core';
import { beamSearch, createGeneration, createStopText, type GeneratedToken, type TextStream } from '@prattle/sampling';
import { continuationOf, promptsOf, promptTokens, samplingOptions, settingsOf, type WriteOptions } from './write-options.js';

/** What one more token adds to one of the texts. */
export interface WrittenChunk {
  /** The text's number: prompt by prompt, `count` of each. */
  readonly text: number;
  /** Characters that can be shown now; empty while one is unfinished, or a stop text may have begun. */
  readonly chunk: string;
  /** Absent where what is left over is shown at the end. */
  readonly token?: GeneratedToken;
  /** Set on a text's last chunk: the item or the stop text is there, or there may be no more tokens. */
  readonly finish?: 'stop' | 'length';
}

/** A text as a whole. */
export interface WrittenText {
  readonly prompt: string;
  /** With its prompt. */
  readonly text: string;
  readonly finish: 'stop' | 'length';
  /** Its tokens, the one that ends an item left out. */
  readonly tokens: readonly GeneratedToken[];
}

interface Writing {
  readonly text: number;
  readonly stream: TextStream;
  readonly stop: ReturnType<typeof createStopText>;
}

/**
 * Writes with a model as it thinks of it: an item that is over ends its text, and so does a stop text; running text goes
 * on to the last token. Several texts are written side by side, and none depends on which others are there.
 *
 * @throws TokenizerError for a prompt with characters that the tokenizer does not know, ConfigError for a bad setting
 */
export async function* writeStream(
  model: Model,
  tokenizer: Tokenizer,
  options: WriteOptions = {},
): AsyncGenerator<WrittenChunk, void, undefined> {
  const { tokens, count, stop, seed } = settingsOf(options);
  const { end } = tokenizer.special;
  const sampling = samplingOptions(tokenizer, options);
  const prompts = promptsOf(options).map((text) => ({ text, ids: promptTokens(tokenizer, text) }));
  const generation = createGeneration(model, { slots: prompts.length * count });
  try {
    const writings = new Map<number, Writing>();
    for (let text = 0; text < prompts.length * count; text++) {
      const prompt = prompts[Math.floor(text / count)];
      if (!prompt) break;
      const sequence = generation.add({
        ...sampling,
        ...(options.logProbabilities === undefined ? {} : { logProbabilities: options.logProbabilities }),
        prompt: prompt.ids,
        random: createRandom('philox', seed + text),
        tokens,
        stop: end === undefined ? [] : [end],
      });
      writings.set(sequence, { text, stream: continuationOf(tokenizer, prompt.text), stop: createStopText(stop) });
    }
    const pacer = createPacer();
    while (generation.running > 0) {
      for (const token of await generation.step()) {
        if (options.signal?.aborted) return;
        const writing = writings.get(token.sequence);
        if (!writing) continue;
        const chunk = chunkOf(writing, token);
        if (chunk.finish) generation.remove(token.sequence);
        yield chunk;
      }
      const pause = pacer.pause();
      if (pause) await pause;
    }
  } finally {
    generation.dispose();
  }
}

function chunkOf({ text, stream, stop }: Writing, token: GeneratedToken): WrittenChunk {
  if (token.finish === 'stop') return { text, chunk: stop.push(stream.flush()).text + stop.flush(), finish: 'stop' };
  const shown = stop.push(stream.push(token.token));
  if (shown.stopped) return { text, chunk: shown.text, token, finish: 'stop' };
  if (token.finish === undefined) return { text, chunk: shown.text, token };
  const rest = stop.push(stream.flush());
  return { text, chunk: shown.text + rest.text + (rest.stopped ? '' : stop.flush()), token, finish: rest.stopped ? 'stop' : 'length' };
}

/** The texts as wholes, in order. With `beams` above 1 they are the likeliest ones, best first. */
export async function writeWhole(model: Model, tokenizer: Tokenizer, options: WriteOptions = {}): Promise<WrittenText[]> {
  const { count, beams } = settingsOf(options);
  if (beams > 1) return likeliest(model, tokenizer, options);
  const prompts = promptsOf(options);
  const written = Array.from({ length: prompts.length * count }, (_, text) => ({
    prompt: prompts[Math.floor(text / count)] ?? '',
    text: prompts[Math.floor(text / count)] ?? '',
    finish: 'length' as 'stop' | 'length',
    tokens: [] as GeneratedToken[],
  }));
  for await (const { text, chunk, token, finish } of writeStream(model, tokenizer, options)) {
    const one = written[text];
    if (!one) continue;
    one.text += chunk;
    if (token) one.tokens.push(token);
    if (finish) one.finish = finish;
  }
  return written;
}

/** The texts alone, prompts included, in order. */
export async function writeTexts(model: Model, tokenizer: Tokenizer, options: WriteOptions = {}): Promise<string[]> {
  return (await writeWhole(model, tokenizer, options)).map(({ text }) => text);
}

async function likeliest(model: Model, tokenizer: Tokenizer, options: WriteOptions): Promise<WrittenText[]> {
  const { tokens, count, beams, lengthPenalty, stop } = settingsOf(options);
  const { end } = tokenizer.special;
  const written: WrittenText[] = [];
  for (const prompt of promptsOf(options)) {
    const found = await beamSearch(model, {
      ...samplingOptions(tokenizer, options),
      // Beams rank by probability, which a temperature only distorts.
      temperature: 1,
      prompt: promptTokens(tokenizer, prompt),
      beams: Math.max(beams, count),
      tokens,
      lengthPenalty,
      stop: end === undefined ? [] : [end],
      ...(options.signal ? { signal: options.signal } : {}),
    });
    for (const beam of found.slice(0, count)) {
      const ids = beam.finish === 'stop' ? beam.tokens.slice(0, -1) : beam.tokens;
      const stream = continuationOf(tokenizer, prompt);
      const whole = ids.map((id) => stream.push(id)).join('') + stream.flush();
      const shown = createStopText(stop).push(whole);
      const text = shown.stopped ? shown.text : whole;
      written.push({
        prompt,
        text: `${prompt}${text}`,
        finish: shown.stopped ? 'stop' : beam.finish,
        tokens: ids.map((token) => ({ sequence: 0, token })),
      });
    }
  }
  return written;
}
