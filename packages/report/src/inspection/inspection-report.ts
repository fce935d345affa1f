import type { Inspection, Neighbour, Projection } from '@prattle/inspection';

/** What is known of a model, ready to be shown. */
export interface InspectionReport {
  /** The run or checkpoint. */
  readonly title: string;
  readonly subtitle: string;
  readonly inspection: Inspection;
  /** A token as people read it; absent for models without tokens. */
  readonly tokenText?: ((token: number) => string) | undefined;
  readonly embedding?: EmbeddingReport | undefined;
  /** What could not be looked at, and why. */
  readonly notes?: readonly string[] | undefined;
}

/** The vectors of the tokens. */
export interface EmbeddingReport {
  readonly name: string;
  readonly projection: Projection;
  /** Of every token that is shown. */
  readonly labels: readonly string[];
  readonly neighbours: readonly { readonly label: string; readonly nearest: readonly (Neighbour & { readonly label: string })[] }[];
}

/** Tokens that are no more than white space are shown by a sign for it. */
export function visible(text: string): string {
  return text.replaceAll('\n', '⏎').replaceAll('\t', '⇥').replaceAll(' ', '␣');
}
