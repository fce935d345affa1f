import { readSafetensors, type TensorArray } from '@prattle/checkpoint';

/** A golden file: tensors by name, and what their recorder said about them. */
export interface Fixture {
  readonly path: string;
  /** What was recorded: `gpt`, `bigram_words`, … */
  readonly kind: string;
  readonly description: Description;
  readonly tensors: ReadonlyMap<string, TensorArray>;
}

/** The parts of a fixture's description that comparing needs; see the README beside the fixtures. */
export interface Description {
  readonly fixture?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly optimiser?: {
    readonly type: 'Adam' | 'AdamW' | 'SGD';
    readonly betas?: readonly [number, number];
    readonly eps?: number;
    readonly weight_decay?: number;
    readonly decay_applies_to?: string;
  };
  readonly gradient_clipping?: { readonly max_norm: number };
  readonly tolerance: Readonly<Record<string, number>>;
  readonly ignore?: readonly { readonly tensor: string; readonly start: number; readonly stop: number }[];
  readonly [key: string]: unknown;
}

/** @throws CheckpointError when the file is no safetensors file, Error when it is not a golden file */
export function parseFixture(bytes: Uint8Array, path: string): Fixture {
  const { tensors, metadata } = readSafetensors(bytes, path);
  const description = JSON.parse(metadata.description ?? 'null') as Description | null;
  if (description === null) throw new Error(`${path} is not a golden file: its metadata has no description.`);
  return { path, kind: description.fixture ?? 'torch_random', description, tensors };
}

/** One of a fixture's tensors. @throws Error when it has none of that name */
export function stored({ path, tensors }: Fixture, name: string): TensorArray {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`${path} has no tensor "${name}".`);
  return tensor;
}
