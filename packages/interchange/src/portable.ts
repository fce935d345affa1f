import type { TensorArray } from '@prattle/checkpoint';
import type { DataDescription, TokenizerData } from '@prattle/core';

export type Tensors = ReadonlyMap<string, TensorArray>;

/** A model as data: what to build, and what to fill it with. */
export interface PortableModel {
  /** A model plugin by name, and its settings; those that are left out keep their defaults. */
  readonly plugin: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly data: DataDescription;
  /** Under the names that the model's parameters have in Prattle's files. */
  readonly tensors: Tensors;
}

/** What another program's files hold. */
export interface ImportedModel extends PortableModel {
  readonly tokenizer?: TokenizerData;
  /** What a person should know: a part that was left out, a length that was cut. */
  readonly notes: readonly string[];
}
