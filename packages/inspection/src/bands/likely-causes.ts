import type { LossBand } from '@prattle/core';
import type { SettingDifference } from '../settings/compare-settings.js';
import { type LossPoint, smoothedLoss } from './loss-curve.js';
import { differingSettings, type RunSettings } from './settings.js';

/** A loss that ends this much above its lowest has turned round. */
const TURNED = 1.15;

/**
 * Why a run's loss may not be where its preset usually is, the likeliest first: what the curve itself shows, then every
 * setting that differs from the recorded runs'.
 */
export function likelyCauses(
  verdict: 'above' | 'below',
  { settings }: Pick<LossBand, 'settings'>,
  run: RunSettings,
  curve: readonly LossPoint[],
): string[] {
  const differences = [...differingSettings(settings.training, run.training), ...differingSettings(settings.model, run.model)];
  const causes = [...(verdict === 'above' ? turning(curve) : []), ...differences.map((difference) => explain(difference, verdict))];
  if (causes.length > 0) return causes;
  return ['The settings are those of the recorded runs, so look at the data, at plugins, and at the backend (try another with --backend).'];
}

function turning(curve: readonly LossPoint[]): string[] {
  const end = curve.at(-1)?.step ?? 0;
  const last = smoothedLoss(curve, end) ?? Number.NaN;
  if (!Number.isFinite(last))
    return ['The loss is not a number any more: the learning rate is too high, or the data holds numbers that are not finite.'];
  const first = curve[0]?.loss ?? last;
  const lowest = [0.25, 0.5, 0.75].reduce((low, share) => Math.min(low, smoothedLoss(curve, Math.ceil(end * share)) ?? low), first);
  return last > TURNED * lowest ? ['The loss rises again instead of falling: usually the learning rate is too high.'] : [];
}

function explain({ name, first, second }: SettingDifference, verdict: 'above' | 'below'): string {
  const what = `${name} is ${shown(second)} instead of ${shown(first)}`;
  const reason = reasonFor(name, first, second, verdict);
  return reason ? `${what}: ${reason}.` : `${what}.`;
}

function reasonFor(name: string, reference: unknown, value: unknown, verdict: 'above' | 'below'): string | undefined {
  if (typeof reference !== 'number' || typeof value !== 'number') return undefined;
  const more = value > reference;
  if (verdict === 'below') return undefined;
  switch (name) {
    case 'learningRate':
      return more ? 'probably too high, so that updates overshoot' : 'it learns more slowly';
    case 'warmup':
      return more ? 'it starts more slowly' : 'the first updates may be too large';
    case 'batch':
      return more ? undefined : 'smaller batches give noisier gradients';
    case 'context':
      return more ? undefined : 'it sees less of what came before';
    case 'dropout':
      return more ? 'dropout raises the training loss' : undefined;
    case 'clip':
      return value === 0 ? 'gradients are not clipped any more' : undefined;
    case 'weightDecay':
      return more ? 'the weights are held back more' : undefined;
    case 'layers':
    case 'width':
    case 'hidden':
    case 'embedding':
      return more ? undefined : 'the model is smaller';
    default:
      return undefined;
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
