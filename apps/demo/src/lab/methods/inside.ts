import type { Batch, Model } from '@prattle/core';
import { histogram, inspectModel, principalComponents, summarise, tokenTable } from '@prattle/inspection';
import { dispose, read, tensor, tidy, valueAndGradients } from '@prattle/ops';
import { promptTokens } from '@prattle/runs';
import { openWriter, readingBackend, type Writer } from '../opened-models.js';
import type { EmbeddingView, GradientView, InsideView } from '../protocol.js';
import { shown } from './next-token.js';

/** Attention over more than this many tokens is no picture any more. */
const MOST_TOKENS = 48;

/** What a model makes of a text: where it looks, what it holds, what surprises it, and its weights. */
export async function lookInside(run: string, text: string): Promise<InsideView> {
  await readingBackend();
  const writer = await openWriter(run);
  const { model, tokenizer } = writer;
  const tokens = tokensOf(writer, text);
  const { parameters, sequence, health } = await inspectModel(model, { tokens, batches: batchesOf(tokens) });
  return {
    tokens: Array.from(tokens, (id) => shown(tokenizer, id)),
    surprisals: (sequence?.surprisals ?? []).map((one) => ({
      ...one,
      expected: one.expected.map(({ token, probability }) => ({ text: shown(tokenizer, token), probability })),
    })),
    attention: sequence?.attention ?? [],
    hidden: sequence?.hidden ?? [],
    parameters: parameters.map(({ name, shape, mean, deviation, histogram: counts }) => ({
      name,
      shape,
      mean,
      deviation,
      histogram: counts,
    })),
    health,
  };
}

/** The token embedding, flattened to a picture. */
export async function embedding(run: string): Promise<EmbeddingView | undefined> {
  await readingBackend();
  const { model, tokenizer } = await openWriter(run);
  const table = await tokenTable(model);
  if (!table) return undefined;
  const labels = Array.from({ length: table.rows }, (_, id) => shown(tokenizer, id));
  return { name: table.name, labels, ...principalComponents(table) };
}

/** How the gradients of a text's loss are spread, parameter by parameter. */
export async function gradients(run: string, text: string): Promise<GradientView[]> {
  await readingBackend();
  const writer = await openWriter(run);
  const [batch] = batchesOf(tokensOf(writer, text));
  return batch ? differentiate(writer.model, batch) : [];
}

async function differentiate(model: Model, { input, targets }: Batch): Promise<GradientView[]> {
  const parameters = [...model.parameters.values()].filter(({ trainable }) => trainable);
  if (parameters.length === 0) return [];
  const { value, gradients: found } = tidy(() => {
    const [x, y] = [tensor(input.values, input.shape), tensor(targets.values, targets.shape)];
    return valueAndGradients(
      () => {
        const { loss } = model.forward(x, { targets: y });
        if (loss) return loss;
        throw new Error('[prattle/demo] This model has no loss to differentiate. Choose another.');
      },
      parameters.map((parameter) => parameter.value),
    );
  });
  try {
    const views: GradientView[] = [];
    for (const [index, { name }] of parameters.entries()) {
      const gradient = found[index];
      if (!gradient) continue;
      const values = await read(gradient);
      views.push({ name, norm: summarise(values).norm, histogram: histogram(values) });
    }
    return views;
  } finally {
    dispose(value, found);
  }
}

function tokensOf({ model, tokenizer }: Writer, text: string): Int32Array {
  const most = Math.min(MOST_TOKENS, model.data.contextLength || MOST_TOKENS);
  return Int32Array.from(promptTokens(tokenizer, text).slice(0, most));
}

/** The text as a batch: every token but the last is to predict the next one. */
function batchesOf(tokens: Int32Array): Batch[] {
  const length = tokens.length - 1;
  if (length < 1) return [];
  const shape = [1, length];
  return [{ input: { values: tokens.slice(0, -1), shape }, targets: { values: tokens.slice(1), shape } }];
}
