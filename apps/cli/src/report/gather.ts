import type { Registry, Storage } from '@prattle/core';
import { judgeRun, type RunJudgement } from '@prattle/inspection';
import { type RunRecord, type RunReport, readRunRecord } from '@prattle/report';
import { type Chosen, type OpenedRun, prepareRun, writeTexts } from '@prattle/runs';
import { countNovelty, knownFrom } from '@prattle/sampling';
import { type Opening, useRun } from '../open-for-use.js';
import { addPlugins } from '../plugins.js';

/** What a run's folder tells, judged by the band of its preset. */
export async function gatherRun(registry: Registry, storage: Storage, path: string): Promise<RunReport> {
  const record = await readRunRecord(storage, path);
  await addPlugins(registry, record.spec.plugins ?? []);
  return { record, judgement: judgeRecord(registry, record) };
}

/** As `judgeRecord`, of a run that is just over; its log is read only where there is a band to compare it with. */
export async function judgeFinished(
  registry: Registry,
  storage: Storage,
  path: string,
  { name }: Pick<Chosen, 'name'>,
): Promise<RunJudgement | undefined> {
  return registry.get('model', name).bands ? (await gatherRun(registry, storage, path)).judgement : undefined;
}

/** "Is this normal?"; nothing where no band was recorded for the run's preset and data. */
function judgeRecord(registry: Registry, { spec, curve }: Pick<RunRecord, 'spec' | 'curve'>): RunJudgement | undefined {
  if (!registry.has('model', spec.model.name) || spec.dataset.paths.length > 0) return undefined;
  return judgeRun(registry.get('model', spec.model.name), {
    preset: spec.model.preset,
    data: spec.dataset.name,
    settings: { model: spec.model.settings, training: { ...spec.training } },
    curve,
  });
}

const ITEMS = 20;
const ITEM_TOKENS = 64;
const TEXT_TOKENS = 400;
const TEMPERATURE = 0.8;

/** What the run's model writes now, and how much of it is new. Nothing for models that write nothing. */
export async function gatherSamples(
  registry: Registry,
  storage: Storage,
  path: string,
  opening: Opening,
): Promise<Pick<RunReport, 'samples' | 'novelty'>> {
  return useRun(registry, storage, path, opening, async (opened) => {
    const { model, tokenizer, spec } = opened;
    if (!tokenizer || model.task !== 'next-token') return {};
    const items = tokenizer.special.end !== undefined;
    const shape = items ? { tokens: ITEM_TOKENS, count: ITEMS } : { tokens: TEXT_TOKENS, count: 1 };
    const samples = await writeTexts(model, tokenizer, { ...shape, temperature: TEMPERATURE, seed: spec.training.seed });
    return { samples, novelty: await noveltyOf(samples, opened, registry, storage) };
  });
}

async function noveltyOf(
  samples: readonly string[],
  opened: OpenedRun,
  registry: Registry,
  storage: Storage,
): Promise<RunReport['novelty']> {
  const { dataset } = await prepareRun(registry, opened.spec, storage, { tokenizer: opened.tokenizer, encoder: opened.manifest.encoder });
  const known = samples.flatMap((sample) => knownFrom(dataset, sample) ?? []);
  if (known.length === 0) return undefined;
  const { train, heldOut, fresh } = countNovelty(known);
  return { samples: known.length, inTraining: train, heldOut, fresh };
}
