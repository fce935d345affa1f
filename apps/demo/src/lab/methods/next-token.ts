import { type Model, type Tokenizer, UsageError } from '@prattle/core';
import { recordForward } from '@prattle/inspection';
import { promptTokens } from '@prattle/runs';
import { probabilities, type SamplingSettings, samplingSettings } from '@prattle/sampling';
import { openWriter, readingBackend } from '../opened-models.js';
import type { NextTokenView, OptionEffect } from '../protocol.js';

/** Choices that are shown. */
const SHOWN = 14;

/** What may come next after a text, and what each sampling option makes of it. */
export async function nextToken(run: string, text: string, options: Partial<SamplingSettings>): Promise<NextTokenView> {
  await readingBackend();
  const { model, tokenizer } = await openWriter(run);
  const history = promptTokens(tokenizer, text);
  const logits = await lastLogits(model, history);
  const context = { history };
  const before = probabilities(logits, {}, context).slice();
  const drawn = probabilities(logits, options, context).slice();
  const likeliest = Array.from(before.keys()).sort((a, b) => (before[b] ?? 0) - (before[a] ?? 0));
  return {
    choices: likeliest.slice(0, SHOWN).map((id) => ({
      text: shown(tokenizer, id),
      probability: before[id] ?? 0,
      drawn: drawn[id] ?? 0,
    })),
    effects: [
      effect('the model itself', before),
      ...effectsOf(options, (one) => probabilities(logits, one, context)),
      effect('all together', drawn),
    ],
    vocabulary: before.length,
  };
}

/** What a token looks like where it stands alone. */
export function shown(tokenizer: Tokenizer, id: number): string {
  return Object.values(tokenizer.special).includes(id) ? '⟨end⟩' : tokenizer.token(id);
}

/** Logits [V] after the last token of a text; what is longer than the context is cut at its beginning. */
async function lastLogits(model: Model, tokens: readonly number[]): Promise<Float64Array> {
  const window = Int32Array.from(model.data.contextLength > 0 ? tokens.slice(-model.data.contextLength) : tokens);
  const { logits } = await recordForward(model, { values: window, shape: [1, window.length] });
  if (!logits) throw new UsageError({ package: 'demo', code: 'no-logits', what: 'The model says nothing', remedy: 'Choose another.' });
  const size = model.data.vocabularySize;
  return Float64Array.from({ length: size }, (_, id) => logits.values[(window.length - 1) * size + id] ?? 0);
}

/** Every option that is not at its default, by itself. */
function effectsOf(options: Partial<SamplingSettings>, distribution: (options: Partial<SamplingSettings>) => Float64Array): OptionEffect[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const setting = samplingSettings.settings[name as keyof SamplingSettings];
    return setting === undefined || value === undefined || value === setting.default
      ? []
      : [effect(`${name} ${value}`, distribution({ [name]: value }))];
  });
}

function effect(option: string, distribution: Float64Array): OptionEffect {
  let entropy = 0;
  let left = 0;
  for (const probability of distribution) {
    if (probability <= 0) continue;
    left++;
    entropy -= probability * Math.log(probability);
  }
  return { option, left, choices: Math.exp(entropy) };
}
