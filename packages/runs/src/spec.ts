import type { TrainingSettings } from '@prattle/training';

/** A plugin by name with the values of its settings. */
export interface Chosen {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What was predicted of a run before it was started. */
export interface RunExpectation {
  /** From the first step to the last, evaluations included. */
  readonly seconds: number;
  /** Memory at its fullest. */
  readonly bytes: number;
  /** Rows a second where the data is no text. */
  readonly tokensPerSecond: number;
  /** On held-out data, in nats; null where nothing can be said. */
  readonly loss: number | null;
}

/** What computes, and how it is opened. */
export interface RunBackend {
  readonly name?: string;
  readonly threads?: number;
  /** Values for settings of the backend's own; what is not given takes its default. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * A run as data: everything that decides what will be learnt. Complete (every default filled in), plain JSON, stored
 * as `run.json` in the run's folder and inside every checkpoint.
 */
export interface RunSpec {
  readonly formatVersion: 1;
  /** `paths` are files or folders for the kinds that read them; empty for a named dataset. */
  readonly dataset: Chosen & { readonly paths: readonly string[] };
  /** `file`: it is read from there, not learnt from the data. */
  readonly tokenizer: Chosen & { readonly file?: string };
  readonly model: Chosen & { readonly preset?: string };
  readonly training: TrainingSettings;
  readonly backend: RunBackend & { readonly name: string };
  /** The run or checkpoint whose model this one starts as: its folder. */
  readonly from?: string;
  /** What listens to the training, beside its own log. */
  readonly callbacks?: readonly Chosen[];
  /** Modules whose plugins the run needs, beside those that its program brings. */
  readonly plugins?: readonly string[];
  /** Of a run that was planned. */
  readonly expected?: RunExpectation;
}

/** What a person said; everything else comes from the preset and the defaults. */
export interface RunRequest {
  readonly dataset: { readonly name: string; readonly paths: readonly string[]; readonly settings?: Readonly<Record<string, unknown>> };
  readonly tokenizer?: { readonly name: string; readonly file?: string; readonly settings?: Readonly<Record<string, unknown>> };
  readonly model?: { readonly name?: string; readonly preset?: string; readonly settings?: Readonly<Record<string, unknown>> };
  readonly training?: Readonly<Record<string, unknown>>;
  readonly backend?: RunBackend;
  readonly from?: string;
  readonly callbacks?: readonly { readonly name: string; readonly settings?: Readonly<Record<string, unknown>> }[];
  readonly plugins?: readonly string[];
  readonly expected?: RunExpectation;
}
