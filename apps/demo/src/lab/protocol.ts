import type { Prediction, SettingRow, Task, TrainingEvent } from '@prattle/core';
import type { Message } from '@prattle/datasets';
import type { AttentionMap, Health, HiddenStates, Histogram, ParameterDescription, Projection, TokenSurprisal } from '@prattle/inspection';
import type { RunSpec, WriteSettings } from '@prattle/runs';
import type { SamplingSettings } from '@prattle/sampling';

/**
 * What the page asks its workers, and what they answer. `part` is what may come before the result. Everything is plain
 * data, as it travels between threads.
 */
export interface LabMethods {
  backends: Method<[], BackendAnswer[]>;
  catalogue: Method<[], Catalogue>;
  resolve: Method<[RunOrder], RunSpec>;
  putData: Method<[files: readonly DataFile[]], DataChoice>;
  library: Method<[], RunCard[]>;
  savedRun: Method<[run: string], SavedRun>;
  removeRun: Method<[run: string], void>;
  train: Method<[TrainOrder], Extract<TrainingEvent, { type: 'done' }>, TrainPart>;
  pause: Method<[], void>;
  proceed: Method<[], void>;
  stop: Method<[], void>;
  write: Method<[run: string, options: Partial<WriteSettings> & { readonly prompt: string }], void, ColouredToken>;
  lookInside: Method<[run: string, text: string], InsideView>;
  embedding: Method<[run: string], EmbeddingView | undefined>;
  gradients: Method<[run: string, text: string], GradientView[]>;
  nextToken: Method<[run: string, text: string, options: Partial<SamplingSettings>], NextTokenView>;
  learnTable: Method<[TableOrder], TableAnswer>;
  predict: Method<[run: string, examples: readonly unknown[]], readonly Prediction[]>;
  chat: Method<[run: string, messages: readonly Message[], temperature: number], ChatAnswer, string>;
  exportRun: Method<[run: string], ExportedRun>;
  importRun: Method<[files: readonly DataFile[]], RunCard>;
}

export interface Method<Args extends readonly unknown[], Result, Part = never> {
  readonly args: Args;
  readonly result: Result;
  readonly part: Part;
}

/** Whether a backend can be used here, and whether `auto` takes it. */
export interface BackendAnswer {
  readonly name: string;
  readonly summary: string;
  readonly available: boolean;
  /** The device, or why it is not available. */
  readonly says: string;
  readonly taken: boolean;
  /** Why `auto` takes it or passes it over. */
  readonly why: string;
}

export interface Catalogue {
  readonly families: readonly Family[];
  readonly data: readonly DataCard[];
  readonly training: readonly SettingRow[];
  readonly sampling: readonly SettingRow[];
}

export interface Family {
  readonly name: string;
  readonly task: Task;
  readonly summary: string;
  readonly presets: readonly { readonly name: string; readonly summary: string }[];
  readonly rows: readonly SettingRow[];
}

export interface DataCard extends DataChoice {
  readonly summary: string;
}

/** Data to learn from: a named dataset, or files of one's own. */
export interface DataChoice {
  readonly name: string;
  readonly paths: readonly string[];
  readonly task: Task;
  /** The family that suits it. */
  readonly family: string;
  /** How it is read, in words; for one's own files. */
  readonly reason?: string;
}

export interface DataFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What a person asked for; everything else follows from presets and defaults. */
export interface RunOrder {
  readonly data: Pick<DataChoice, 'name' | 'paths'>;
  readonly family: string;
  readonly preset?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly training: Readonly<Record<string, unknown>>;
  readonly backend: string;
}

export type TrainOrder =
  | { readonly run: string; readonly start: RunOrder }
  | { readonly run: string; readonly backend: string; readonly steps?: number };

export type TrainPart = { readonly type: 'opened'; readonly opened: OpenedView } | ({ readonly type: 'progress' } & Progress);

/** What a run told since the last time. */
export interface Progress {
  readonly events: readonly TrainingEvent[];
  /** Oldest first. */
  readonly samples: readonly SampleView[];
  /** The newest judgement, where there was one. */
  readonly normal: Normality | undefined;
  readonly memory: MemoryView;
}

export interface OpenedView {
  readonly spec: RunSpec;
  readonly parameters: number;
  readonly backend: string;
  readonly device: string;
  /** Why `auto` took this backend, where that was measured. */
  readonly why: string | undefined;
  /** What the data holds, in words: "9123 words, 1013 to validate". */
  readonly data: string;
  /** How the loss of this preset usually falls. */
  readonly band: readonly BandEdge[];
}

export interface BandEdge {
  readonly step: number;
  readonly low: number;
  readonly high: number;
}

export interface Normality {
  readonly verdict: string;
  readonly causes: readonly string[];
}

export interface MemoryView {
  readonly tensors: number;
  readonly bytes: number;
  readonly reserved: number;
}

export interface SampleView {
  readonly step: number;
  readonly tokens: readonly ColouredToken[];
}

/** A token and how likely the model found it. */
export interface ColouredToken {
  readonly text: string;
  /** 0 to 1; absent where it was not asked about (a prompt). */
  readonly probability?: number;
}

/** A run that can be used. */
export interface RunCard {
  readonly run: string;
  readonly family: string;
  readonly task: Task;
  readonly data: string;
  readonly step: number;
  readonly loss: number | undefined;
  /** Came with the page: it can be used, not continued. */
  readonly builtIn: boolean;
  /** A dialog model: it is spoken with, not continued. */
  readonly chats: boolean;
}

export interface SavedRun {
  readonly spec: RunSpec;
  readonly step: number;
  readonly events: readonly TrainingEvent[];
  readonly band: readonly BandEdge[];
}

export interface InsideView {
  readonly tokens: readonly string[];
  readonly surprisals: readonly (Omit<TokenSurprisal, 'expected'> & { readonly expected: readonly NextChoice[] })[];
  readonly attention: readonly AttentionMap[];
  readonly hidden: readonly HiddenStates[];
  readonly parameters: readonly Pick<ParameterDescription, 'name' | 'shape' | 'mean' | 'deviation' | 'histogram'>[];
  readonly health: Health;
}

export interface EmbeddingView extends Projection {
  readonly name: string;
  readonly labels: readonly string[];
}

export interface GradientView {
  readonly name: string;
  readonly norm: number;
  readonly histogram: Histogram;
}

export interface NextChoice {
  readonly text: string;
  readonly probability: number;
}

export interface NextTokenView {
  /** The likeliest tokens by the model's own probability. */
  readonly choices: readonly (NextChoice & { readonly drawn: number })[];
  /** What each option that is set does by itself. */
  readonly effects: readonly OptionEffect[];
  readonly vocabulary: number;
}

export interface OptionEffect {
  readonly option: string;
  /** Tokens that can still be drawn. */
  readonly left: number;
  /** As many equally likely choices: exp of the entropy. */
  readonly choices: number;
}

export interface TableOrder {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly target: string;
  readonly steps: number;
}

export interface TableAnswer {
  /** For every row, and for the question where one is asked. */
  readonly predictions: readonly number[];
  readonly loss: number;
}

export interface ChatAnswer {
  readonly text: string;
  readonly unknown: readonly string[];
}

export interface ExportedRun {
  readonly name: string;
  readonly zip: Uint8Array<ArrayBuffer>;
  /** What continues it elsewhere. */
  readonly command: string;
}
