import type { LossBand, ModelPlugin } from '@prattle/core';
import { type BandComparison, compareWithBand } from './compare-with-band.js';
import { likelyCauses } from './likely-causes.js';
import type { LossPoint } from './loss-curve.js';
import { differingSettings, type RunSettings } from './settings.js';

/** Whether a run is normal, by which band, and if not, why. */
export interface RunJudgement extends BandComparison {
  /** The preset whose band it was compared with. */
  readonly preset: string;
  readonly band: LossBand;
  /** Empty where the run is inside. */
  readonly causes: readonly string[];
}

/** What has to be known of a run to judge it. */
export interface JudgedRun {
  readonly preset?: string | undefined;
  /** The dataset's name. */
  readonly data: string;
  readonly settings: RunSettings;
  readonly curve: readonly LossPoint[];
}

/**
 * "Is this normal?": compares a run with the band of its preset, or of a preset that is the very same model.
 * `undefined` where no band was recorded for it on this data.
 */
export function judgeRun({ bands = {} }: Pick<ModelPlugin, 'bands'>, run: JudgedRun): RunJudgement | undefined {
  const found = Object.entries(bands).find(([preset, band]) => {
    if (band.data !== run.data) return false;
    return run.preset === undefined ? differingSettings(band.settings.model, run.settings.model).length === 0 : preset === run.preset;
  });
  if (!found) return undefined;
  const [preset, band] = found;
  const comparison = compareWithBand(band, run.curve);
  const { verdict } = comparison;
  const causes = verdict === 'above' || verdict === 'below' ? likelyCauses(verdict, band, run.settings, run.curve) : [];
  return { ...comparison, preset, band, causes };
}
