import { type DatasetPlugin, describeSettings, type Task } from '@prattle/core';
import { inferDataset } from '@prattle/datasets';
import { resolveRun } from '@prattle/runs';
import { samplingSettings } from '@prattle/sampling';
import { trainingSettings } from '@prattle/training';
import type { Catalogue, DataChoice, DataFile, RunOrder } from '../protocol.js';
import { registry } from '../registry.js';
import { storage } from '../storage.js';

/** Datasets that come with the page; others would have to be downloaded from elsewhere. */
const EMBEDDED = ['names', 'source', 'chat', 'system-configs', 'hyperparameter-scores'];

const DATA_FOLDER = 'data';

/** What can be chosen, with the settings of everything as rows for forms. */
export function catalogue(): Catalogue {
  return {
    families: registry.list('model').map(({ name, task, summary, presets, config }) => ({
      name,
      task,
      summary,
      presets: Object.entries(presets).map(([preset, value]) => ({ name: preset, summary: value.summary })),
      rows: describeSettings(config),
    })),
    data: EMBEDDED.map((name) => {
      const plugin = registry.get('dataset', name);
      return { ...choiceOf(plugin, []), summary: plugin.summary };
    }),
    training: describeSettings(trainingSettings),
    sampling: describeSettings(samplingSettings),
  };
}

/** Keeps somebody's own files where runs can read them, and says what they are read as. */
export async function putData(files: readonly DataFile[]): Promise<DataChoice> {
  const paths = files.map(({ path }) => `${DATA_FOLDER}/${path.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}`);
  for (const [index, { bytes }] of files.entries()) await storage.write(paths[index] ?? '', bytes);
  const { plugin, reason } = await inferDataset(paths, { storage });
  return { ...choiceOf(plugin, paths), reason };
}

/** Fills in what an order leaves open. */
export function resolve({ data, family, preset, settings, training, backend }: RunOrder) {
  return resolveRun(registry, {
    dataset: data,
    model: { name: family, ...(preset === undefined ? {} : { preset }), settings },
    training,
    backend: { name: backend },
  });
}

function choiceOf(plugin: DatasetPlugin, paths: readonly string[]): DataChoice {
  const family = plugin.defaultModel ?? 'gru';
  return { name: plugin.name, paths, task: taskOf(plugin), family };
}

function taskOf({ kind, defaultModel }: DatasetPlugin): Task {
  return defaultModel === undefined || kind === 'dialogs' || kind === 'words' ? 'next-token' : registry.get('model', defaultModel).task;
}
