import type { LossBand } from '@prattle/core';
import { compareSettings, type SettingDifference } from '../settings/compare-settings.js';

/** The settings of a run, as those of a band. */
export type RunSettings = LossBand['settings'];

/** Settings of the training that do not decide how the loss of a step falls. */
const WITHOUT_EFFECT = new Set([
  'seed',
  'steps',
  'random',
  'evalEvery',
  'evalBatches',
  'checkpointEvery',
  'checkpointSeconds',
  'sampleEvery',
  'logEvery',
  'maxSeconds',
  'patience',
]);

/** What a band has to say of the settings: those that decide how the loss falls. */
export function decisiveSettings(training: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(training).filter(([name]) => !WITHOUT_EFFECT.has(name)));
}

/** Settings that both have and that differ. One that only one of them knows is newer or older than the band, and at its default. */
export function differingSettings(band: Readonly<Record<string, unknown>>, run: Readonly<Record<string, unknown>>): SettingDifference[] {
  const known = Object.fromEntries(Object.keys(decisiveSettings(band)).flatMap((name) => (name in run ? [[name, run[name]]] : [])));
  return compareSettings(band, known).filter(({ first, second }) => first !== undefined && second !== undefined);
}
