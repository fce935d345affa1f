import type { Encoder, Model, Tokenizer } from '@prattle/core';
import { createPredictor, type Predictor } from '../predicting/predictor.js';
import type { ServeSettings } from '../settings.js';
import { createWriter, type Writer } from '../writing/writer.js';

/** A model that clients can ask, by the name that they ask for. */
export interface ServedModel {
  readonly id: string;
  readonly task: Model['task'];
  /** Tokens that it sees at once; 0: any number. */
  readonly contextLength: number;
  /** Present where it writes text. */
  readonly language?: { readonly tokenizer: Tokenizer; readonly writer: Writer; readonly dialogs: boolean };
  /** Present where it predicts. */
  readonly predictor?: Predictor;
  close(): void;
}

/** A trained model as it was opened, on the backend that is open. */
export interface TrainedModel {
  readonly model: Model;
  readonly tokenizer?: Tokenizer | undefined;
  readonly encoder?: Encoder | undefined;
  /** What kind of data it was trained on: 'dialogs' makes it one to chat with. */
  readonly dataKind?: string | undefined;
}

/** Puts a model to work. It stays the caller's: close this first, then dispose of the model. */
export function serveModel(
  id: string,
  { model, tokenizer, encoder, dataKind }: TrainedModel,
  { slots, queue }: Pick<ServeSettings, 'slots' | 'queue'>,
): ServedModel {
  const writer = tokenizer && model.task === 'next-token' ? createWriter(model, { slots, queue }) : undefined;
  return {
    id,
    task: model.task,
    contextLength: model.data.contextLength,
    ...(writer && tokenizer ? { language: { tokenizer, writer, dialogs: dataKind === 'dialogs' } } : {}),
    ...(encoder ? { predictor: createPredictor(model, encoder, { queue }) } : {}),
    close: () => writer?.close(),
  };
}
