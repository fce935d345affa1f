import type { ConfigSchema, ConfigValues } from '../config/schema.js';
import type { RandomSource } from '../random/random-source.js';
import type { LossBand } from './band.js';
import type { NamedParameters, NamedTensors } from './parameter.js';
import type { HostArray, Tensor } from './tensor.js';

/** What a model is asked to do. A plugin may add one: the type is open, these four are known to the tools. */
export type Task = 'next-token' | 'regression' | 'classification' | 'text-to-number' | (string & {});

/** Where an idea comes from. */
export interface Citation {
  readonly title: string;
  readonly authors: string;
  readonly year: number;
  readonly url: string;
}

/** What a model has to know about its data before its parameters can be made. */
export interface DataDescription {
  /** Number of token ids; 0 where the input is not tokens. */
  readonly vocabularySize: number;
  /** The longest sequence that training will show; models with positions make a table of this length. */
  readonly contextLength: number;
  /** Number of numeric inputs and outputs, for regressors. */
  readonly inputs?: number;
  readonly outputs?: number;
}

/** Vectors that come from elsewhere, for token embeddings to start from. */
export interface TokenVectors {
  /** Numbers in each vector. */
  readonly width: number;
  /** By token id. A token without one is drawn as if none were given. */
  readonly byToken: ReadonlyMap<number, Float32Array>;
}

/** What `build` gets beside the configuration. */
export interface BuildContext {
  readonly data: DataDescription;
  /** Initial parameters are drawn from here, in the order in which the parameters are created. */
  readonly random: RandomSource;
  /** What the token embedding is to start from. */
  readonly vectors?: TokenVectors;
}

/**
 * Randomness inside one forward pass (dropout). The masks are a function of key, step and site alone, so that they are
 * never stored and repeat after a resume.
 */
export interface StepRandom {
  /** int32 [4]: key low, key high, step, 0. A tensor, so that a replayed step can be given the next one. */
  readonly counter: Tensor;
  /** A number for the next place that draws: 0, 1, 2 … in the order of the forward pass. */
  nextSite(): number;
}

/** Recurrent memory carried from block to block. Opaque to everyone but its model. */
export interface ModelState {
  readonly tensors: readonly Tensor[];
  dispose(): void;
}

/** Receives attention maps, activations and the like while a forward pass runs. Keeps the step from being replayed. */
export type Observer = (name: string, value: Tensor) => void;

export interface ForwardOptions {
  /** Next-token: int32 [B, T], -1 for a position that does not count. Regression: float32 [B, outputs]. */
  readonly targets?: Tensor;
  /** True while training: dropout acts, batch norm uses and updates batch statistics. */
  readonly training?: boolean;
  /** Needed when training with dropout. */
  readonly random?: StepRandom;
  readonly state?: ModelState;
  readonly observe?: Observer;
}

export interface ForwardResult {
  /** float32 [B, T, V] for every next-token family, [B, classes] for classification. */
  readonly logits?: Tensor;
  /** float32 [B, outputs] for regression and text-to-number. */
  readonly prediction?: Tensor;
  /** float32 scalar; present when targets were given. Mean over the positions that count. */
  readonly loss?: Tensor;
  readonly state?: ModelState;
}

/**
 * Step-by-step decoding with what the family remembers: a key/value cache, a hidden state, or a window of tokens.
 * Slots are independent sequences.
 */
export interface Decoder {
  readonly slots: number;
  /** Tokens a slot has seen and still remembers. */
  length(slot: number): number;
  /**
   * Feeds one token to every slot that is named and returns the logits [slots.length, V] that follow it.
   * Beyond the context the decoder recomputes its window, so the result equals a full forward pass over the last
   * `contextLength` tokens.
   */
  step(tokens: Int32Array, slots?: readonly number[]): Tensor;
  /** Feeds several tokens at once to one slot; the logits [1, V] after the last one. */
  prefill(slot: number, tokens: Int32Array): Tensor;
  /** Forgets everything in a slot. */
  reset(slot: number): void;
  /** Makes `to` remember what `from` remembers (beam search). */
  copy(from: number, to: number): void;
  dispose(): void;
}

/** The same few things for every family, from bigram to transformer. */
export interface Model {
  readonly task: Task;
  readonly data: DataDescription;
  readonly parameters: NamedParameters;
  readonly buffers: NamedTensors;
  /** @param input int32 [B, T] tokens, or float32 [B, inputs] */
  forward(input: Tensor, options?: ForwardOptions): ForwardResult;
  decoder?(slots: number): Decoder;
  /**
   * Some families learn without gradients (counting). The trainer calls this once with every training batch it would
   * have drawn in one pass over the data, instead of stepping.
   */
  fit?(batches: Iterable<{ readonly input: HostArray; readonly targets: HostArray }>): void;
  dispose(): void;
}

/** A family of models, as a plugin offers it. */
export interface ModelPlugin<Schema extends ConfigSchema = ConfigSchema> {
  readonly name: string;
  readonly task: Task;
  /** One sentence. */
  readonly summary: string;
  readonly paper?: Citation;
  readonly config: Schema;
  /** Named settings; `training` holds what the preset was published with (batch, learning rate …). */
  readonly presets: Readonly<Record<string, Preset<ConfigValues<Schema>>>>;
  /** What a normal run of a preset looks like on its reference data, by preset. */
  readonly bands?: Readonly<Record<string, LossBand>>;
  build(config: ConfigValues<Schema>, context: BuildContext): Model;
  /** What a freshly built model should score on uniformly random targets, and what it can be trained down to. */
  readonly expectations?: ModelExpectations<ConfigValues<Schema>>;
}

/** A named set of settings. Whatever is not named keeps its default. */
export interface Preset<Config = Record<string, unknown>> {
  readonly summary: string;
  readonly model: Partial<Config>;
  /** Settings of the run that go with it, by their run-setting names: batch, context, learningRate … */
  readonly run?: Readonly<Record<string, unknown>>;
}

/** Used by the model conformance suite. Losses in nats. */
export interface ModelExpectations<Config> {
  /** The loss at the start, and how far from it a seed may be. Default: ln(vocabulary) ± 0.5. */
  initialLoss?(config: Config, data: DataDescription): { readonly near: number; readonly within: number };
  /** The loss that overfitting one batch must reach. Default 0.1; a bigram cannot go below the batch's own entropy. */
  floor?(config: Config, batch: { readonly input: HostArray; readonly targets: HostArray }): number;
}
