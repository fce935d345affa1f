import type { Experiment } from './experiment.js';

/** Every recorded experiment, loaded when it is needed. */
const LOADERS: Readonly<Record<string, () => Promise<{ readonly experiment: Experiment }>>> = {
  'nanogpt-notebook': () => import('./nanogpt-notebook/index.js'),
  'makemore-names': () => import('./makemore-names/index.js'),
  'tiny-chat': () => import('./tiny-chat/index.js'),
  'mini-rlm': () => import('./mini-rlm/index.js'),
  'word-report': () => import('./word-report/index.js'),
};

export const experimentNames: readonly string[] = Object.keys(LOADERS);

/** @returns undefined for a name that nothing has */
export async function loadExperiment(name: string): Promise<Experiment | undefined> {
  return (await LOADERS[name]?.())?.experiment;
}

export function loadExperiments(): Promise<Experiment[]> {
  return Promise.all(Object.values(LOADERS).map(async (load) => (await load()).experiment));
}
