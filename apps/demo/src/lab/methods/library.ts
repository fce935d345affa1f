import { checkpointExists, loadManifest } from '@prattle/checkpoint';
import { decodeText, type TrainingEvent } from '@prattle/core';
import { judgeRun, lossCurve } from '@prattle/inspection';
import { newestCheckpoint, type RunSpec, runFiles } from '@prattle/runs';
import { builtInRuns } from '../built-in.js';
import { samplingBackend } from '../opened-models.js';
import type { BandEdge, RunCard, SavedRun } from '../protocol.js';
import { registry } from '../registry.js';
import { filesOf } from '../run-files.js';
import { runFolder, runNames, storage } from '../storage.js';

/** Every run that can be used: those made here, then those that came with the page, dialog models last. */
export async function library(): Promise<RunCard[]> {
  // Whoever asks for the list is about to use one of it.
  void samplingBackend().catch(() => undefined);
  const own = await Promise.all((await runNames()).map((run) => cardOf(run, false)));
  const builtIn = await Promise.all(builtInRuns.map((run) => cardOf(run, true)));
  const cards = [...own, ...builtIn].filter((card) => card !== undefined);
  return cards.sort((a, b) => Number(a.chats) - Number(b.chats));
}

/** `undefined` for a run that has not saved anything yet. */
async function cardOf(run: string, builtIn: boolean): Promise<RunCard | undefined> {
  const { storage: files, folder } = await filesOf(run, 'manifest');
  const path = (await checkpointExists(files, folder)) ? folder : await newestCheckpoint(files, folder).catch(() => undefined);
  if (path === undefined) return undefined;
  const { model, dataset, step, losses } = await loadManifest(files, path);
  return {
    run,
    family: model.plugin,
    task: registry.get('model', model.plugin).task,
    data: String(dataset?.name ?? 'data'),
    step,
    loss: losses?.validation ?? losses?.train,
    builtIn,
    chats: dataset?.kind === 'dialogs',
  };
}

/** How far a run came, and everything that it told on the way. */
export async function savedRun(run: string): Promise<SavedRun> {
  const folder = runFolder(run);
  const spec = JSON.parse(decodeText(await storage.read(runFiles.spec(folder)))) as RunSpec;
  const { step } = await loadManifest(storage, await newestCheckpoint(storage, folder));
  const lines = decodeText(await storage.read(runFiles.metrics(folder))).split('\n');
  const events = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as TrainingEvent);
  return { spec, step, events: events.filter((event) => event.step <= step), band: normality(spec, events)?.band.points ?? [] };
}

export async function removeRun(run: string): Promise<void> {
  await storage.remove(runFolder(run));
}

/** How a run compares with what is normal for its preset on its data. */
export function normality({ model, dataset, training }: RunSpec, events: readonly TrainingEvent[]) {
  return judgeRun(registry.get('model', model.name), {
    preset: model.preset,
    data: dataset.name,
    settings: { model: model.settings, training },
    curve: lossCurve(events),
  });
}

/** The reference band, where there is one. */
export function bandOf(spec: RunSpec): readonly BandEdge[] {
  return normality(spec, [])?.band.points ?? [];
}
