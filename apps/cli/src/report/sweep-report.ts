import { encodeText, joinPath, type Storage } from '@prattle/core';
import { type RunRecord, readRunRecord, sweepFigure, sweepPage } from '@prattle/report';
import { groupResults, type ResultGroup, type TrialResult } from '../sweep/results.js';
import { resultsTable } from '../sweep/results-table.js';
import { loadResult, loadSweep, sweepFiles } from '../sweep/sweep-file.js';
import { writePicture } from './picture-file.js';

/** A sweep as far as it has come. */
export interface SweepSummary {
  readonly folder: string;
  /** The best first. */
  readonly groups: readonly ResultGroup[];
  readonly results: readonly TrialResult[];
  readonly missing: number;
}

/** Whether a folder holds a sweep and not a run. */
export function isSweep(storage: Storage, folder: string): Promise<boolean> {
  return storage.exists(sweepFiles.sweep(folder));
}

export async function gatherSweep(storage: Storage, folder: string): Promise<SweepSummary> {
  const { trials } = await loadSweep(storage, folder);
  const results: TrialResult[] = [];
  for (const index of trials.keys()) {
    const run = sweepFiles.trial(folder, index);
    const result = await loadResult(storage, run);
    if (result) results.push({ ...result, run }); // the sweep may have been moved
  }
  return { folder, groups: groupResults(results), results, missing: trials.length - results.length };
}

export function sweepText({ groups, missing }: SweepSummary): string {
  if (groups.length === 0) return `None of the ${missing} trials has a result yet.`;
  return `${resultsTable(groups)}${missing > 0 ? `\n${missing} trials have no result yet.` : ''}`;
}

/** As many curves as can be told apart. */
const DRAWN = 8;

/** Writes a page, or as a picture the best loss of every case. */
export async function writeSweep(storage: Storage, file: string, format: 'html' | 'picture', summary: SweepSummary): Promise<void> {
  const { folder, groups, results, missing } = summary;
  if (format === 'picture') return writePicture(storage, file, sweepFigure(groups));
  const best = [...results].sort((a, b) => a.best - b.best).slice(0, DRAWN);
  const trials: { readonly values: TrialResult['values']; readonly record: RunRecord }[] = [];
  for (const { run, values } of best) trials.push({ values, record: await readRunRecord(storage, run) });
  await storage.write(file, encodeText(sweepPage({ title: folder, cases: groups, missing, trials })));
}

/** Where the page of a run or a sweep is, unless it is said. */
export function pageIn(folder: string): string {
  return joinPath(folder, 'report.html');
}
