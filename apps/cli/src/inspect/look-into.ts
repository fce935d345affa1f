import type { Backend, Registry, Storage } from '@prattle/core';
import { inspectModel, nearestRows, principalComponents, tokenTable } from '@prattle/inspection';
import type { EmbeddingReport, InspectionReport } from '@prattle/report';
import type { OpenedRun } from '@prattle/runs';
import { probeFor, trainingStepOf } from './probe.js';

export interface LookOptions {
  /** Training steps to measure. */
  readonly steps: number;
  readonly text?: string | undefined;
}

/** Looks into a trained model from all sides, with the run's own data. */
export async function lookInto(
  opened: OpenedRun,
  backend: Backend,
  registry: Registry,
  storage: Storage,
  { steps, text }: LookOptions,
): Promise<InspectionReport> {
  const { model, tokenizer, path, manifest, spec } = opened;
  const { batches, tokens, notes } = await probeFor(opened, registry, storage, steps, text);
  const trains = batches.length > 0 && !model.fit;
  const step = trains ? await trainingStepOf(opened, backend, storage) : undefined;
  try {
    const inspection = await inspectModel(model, { batches, ...(step ? { step: step.run } : {}), ...(tokens ? { tokens } : {}) });
    const { preset } = spec.model;
    return {
      title: path,
      subtitle: `${manifest.model.plugin}${preset === undefined ? '' : ` (${preset})`} on ${spec.dataset.paths.join(', ') || spec.dataset.name}, step ${manifest.step}`,
      inspection,
      notes,
      tokenText: tokenizer && ((token) => tokenizer.token(token)),
      embedding: await embeddingOf(opened),
    };
  } finally {
    step?.dispose();
  }
}

/** More tokens than this would cover each other. The first ones of a vocabulary are the commonest, or the single bytes. */
const SHOWN_TOKENS = 120;
const NEIGHBOURS = 5;

async function embeddingOf({ model, tokenizer }: OpenedRun): Promise<EmbeddingReport | undefined> {
  const table = tokenizer && (await tokenTable(model));
  if (!table || table.width < 2 || table.rows < 3) return undefined;
  const rows = Math.min(SHOWN_TOKENS, table.rows);
  const labels = Array.from({ length: rows }, (_, row) => tokenizer.token(row));
  return {
    name: table.name,
    projection: principalComponents({ ...table, rows }),
    labels,
    neighbours: labels.map((label, row) => ({
      label,
      nearest: nearestRows(table, row, NEIGHBOURS).map((neighbour) => ({ ...neighbour, label: tokenizer.token(neighbour.row) })),
    })),
  };
}
