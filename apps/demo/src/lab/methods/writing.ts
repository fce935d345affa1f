import { type WriteSettings, writeStream } from '@prattle/runs';
import { openWriter } from '../opened-models.js';
import type { ColouredToken } from '../protocol.js';

/** Writes with a run, token by token, each with what the model itself gave it. */
export async function write(
  emit: (token: ColouredToken) => void,
  run: string,
  options: Partial<WriteSettings> & { readonly prompt: string },
): Promise<void> {
  const { model, tokenizer } = await openWriter(run);
  for await (const { chunk, token } of writeStream(model, tokenizer, { ...options, logProbabilities: true })) {
    if (chunk === '') continue;
    emit({ text: chunk, ...(token?.logProbability === undefined ? {} : { probability: Math.exp(token.logProbability) }) });
  }
}
