import { loadManifest } from '@prattle/checkpoint';
import { type Backend, type Registry, type Storage, UsageError } from '@prattle/core';
import { type CheckpointName, findCheckpoint, type OpenedRun, openBackend, openRun } from '@prattle/runs';
import { type Command, Option } from 'commander';
import { addPlugins } from './plugins.js';
import { wholeNumber } from './run-request.js';

/** Options of every command that reads a run. */
export interface UseOptions {
  readonly checkpoint?: string;
  readonly backend?: string;
  readonly threads?: string;
}

export function addUseOptions(command: Command): Command {
  return command
    .addOption(new Option('--checkpoint <name>', 'best, last, or the number of a step (default: the best there is)').helpGroup('Run'))
    .addOption(new Option('--backend <name>', 'what computes (default: auto)').helpGroup('Run'))
    .addOption(new Option('--threads <number>', 'CPU threads').helpGroup('Run'))
    .addOption(new Option('--json', 'print JSON').helpGroup('Run'))
    .addOption(new Option('--verbose', 'show where an error came from').helpGroup('Run'));
}

/** Opens a run on a backend, uses it, and closes both whatever happens. */
export function useRun<Result>(
  registry: Registry,
  storage: Storage,
  run: string,
  options: UseOptions,
  use: (opened: OpenedRun, backend: Backend) => Promise<Result>,
): Promise<Result> {
  return useRuns(registry, storage, [run], options, ([opened], backend) => use(opened as OpenedRun, backend));
}

/** The same with several runs on one backend; what was opened comes in their order. */
export async function useRuns<Result>(
  registry: Registry,
  storage: Storage,
  runs: readonly string[],
  { checkpoint, backend: backendName, threads }: UseOptions,
  use: (opened: readonly OpenedRun[], backend: Backend) => Promise<Result>,
): Promise<Result> {
  const name = checkpoint === undefined ? undefined : checkpointName(checkpoint);
  for (const run of runs) {
    const { run: spec } = await loadManifest(storage, await findCheckpoint(storage, run, name));
    await addPlugins(registry, pluginsOf(spec));
  }
  const backend = await openBackend(registry, backendName, threads === undefined ? {} : { threads: wholeNumber('--threads', threads) });
  const opened: OpenedRun[] = [];
  try {
    for (const run of runs) opened.push(await openRun(registry, storage, run, name));
    return await use(opened, backend);
  } finally {
    for (const { model } of opened) model.dispose();
    backend.close();
  }
}

/** The modules that the run was trained with, if any. */
function pluginsOf(spec: Readonly<Record<string, unknown>> | undefined): string[] {
  const plugins = spec?.plugins;
  return Array.isArray(plugins) ? plugins.filter((module) => typeof module === 'string') : [];
}

/** @throws UsageError for anything but best, last and whole numbers */
export function checkpointName(text: string): CheckpointName {
  if (text === 'best' || text === 'last') return text;
  const step = Number(text);
  if (Number.isInteger(step) && step >= 0) return step;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `"--checkpoint" is "${text}"`,
    remedy: 'It must be best, last, or the number of a step.',
  });
}
