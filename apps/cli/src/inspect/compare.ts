import { loadCheckpoint } from '@prattle/checkpoint';
import type { Storage } from '@prattle/core';
import { compareParameters, compareSettings, type ParameterDifference, type SettingDifference } from '@prattle/inspection';
import { type CheckpointName, findCheckpoint } from '@prattle/runs';
import pc from 'picocolors';
import { headedTable } from '../terminal/headed-table.js';
import { short } from './tables.js';

/** How two checkpoints differ. */
export interface Comparison {
  readonly first: string;
  readonly second: string;
  readonly settings: readonly SettingDifference[];
  readonly parameters: readonly ParameterDifference[];
}

/** Compares two checkpoints without building their models. */
export async function compareRuns(
  storage: Storage,
  runs: readonly [string, string],
  name: CheckpointName | undefined,
): Promise<Comparison> {
  const [first, second] = [await findCheckpoint(storage, runs[0], name), await findCheckpoint(storage, runs[1], name)];
  const [a, b] = [await loadCheckpoint(storage, first), await loadCheckpoint(storage, second)];
  const described = ({ manifest }: typeof a) => ({
    step: manifest.step,
    losses: manifest.losses ?? {},
    data: manifest.dataset?.hash,
    ...manifest.run,
  });
  return { first, second, settings: compareSettings(described(a), described(b)), parameters: compareParameters(a.model, b.model) };
}

export function comparisonText({ first, second, settings, parameters }: Comparison): string {
  const differing = settings.map(({ name, first: a, second: b }) => [name, shown(a), shown(b)]);
  const changed = parameters.filter(({ status }) => status !== 'same');
  const rows = changed.map(({ name, shape, status, relative, largest, cosine }) => [
    name,
    shape.join('x'),
    STATUS[status],
    relative === null ? '-' : short(relative),
    largest === null ? '-' : short(largest),
    cosine === null ? '-' : cosine.toFixed(4),
  ]);
  const same = parameters.length - changed.length;
  return [
    `${pc.bold(first)} and ${pc.bold(second)}`,
    differing.length > 0 ? headedTable(['setting', 'first', 'second'], differing) : 'Their settings are the same.',
    rows.length > 0 ? headedTable(['parameter', 'shape', '', 'change/norm', 'largest', 'cosine'], rows) : '',
    same > 0 ? `${same} of ${parameters.length} tensors are the same to the last bit.` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const STATUS: Readonly<Record<ParameterDifference['status'], string>> = {
  same: 'same',
  changed: 'changed',
  'other-shape': 'other shape',
  'only-in-first': 'only in the first',
  'only-in-second': 'only in the second',
};

function shown(value: unknown): string {
  return value === undefined ? '-' : typeof value === 'string' ? value : JSON.stringify(value);
}
