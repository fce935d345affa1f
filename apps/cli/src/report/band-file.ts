import { decodeText, encodeText, type LossBand, type Storage, UsageError } from '@prattle/core';
import { compareSettings, decisiveSettings, recordBand } from '@prattle/inspection';
import type { RunRecord } from '@prattle/report';

const FEWEST = 3;
/** What may differ between the runs that a band is made of: none of it decides how the loss falls. */
const FREE = new Set(['training.seed', 'training.maxSeconds', 'backend.name', 'backend.threads']);

/**
 * Adds the band of these runs to a file of bands by preset (`{ "words": … }`), which a model plugin gives as its `bands`.
 * @throws UsageError when they are not runs of one preset on one named dataset with different seeds
 */
export async function writeBand(storage: Storage, file: string, records: readonly RunRecord[]): Promise<LossBand> {
  const { preset, band } = bandOf(records);
  const bands: Record<string, LossBand> = (await storage.exists(file)) ? JSON.parse(decodeText(await storage.read(file))) : {};
  await storage.write(file, encodeText(`${JSON.stringify({ ...bands, [preset]: band }, null, 2)}\n`));
  return band;
}

function bandOf(records: readonly RunRecord[]): { readonly preset: string; readonly band: LossBand } {
  const [first, ...others] = records;
  const preset = first?.spec.model.preset;
  if (!first || records.length < FEWEST)
    throw failure(`${records.length} runs make no band`, `Name at least ${FEWEST} that differ in their seed.`);
  if (preset === undefined || first.spec.dataset.paths.length > 0) {
    throw failure(`${first.path} is not a run of a preset on a named dataset`, 'Train with --preset, on data that everyone has.');
  }
  for (const { spec, path } of others) {
    const different = compareSettings(first.spec, spec).find(({ name }) => !FREE.has(name));
    if (different)
      throw failure(`${path} differs from ${first.path} in ${different.name}`, 'The runs of a band differ in nothing but their seed.');
  }
  const seeds = records.map(({ spec }) => spec.training.seed);
  if (new Set(seeds).size < seeds.length)
    throw failure(`Two of the runs have the same seed (${seeds.join(', ')})`, 'Give each run a seed of its own.');
  const points = recordBand(records.map(({ curve }) => curve));
  if (points.length === 0) throw failure('The shortest of the runs has too few steps for a band', 'Train each for longer.');
  const { dataset, model, training } = first.spec;
  const settings = { model: model.settings, training: decisiveSettings({ ...training }) };
  return { preset, band: { data: dataset.name, seeds, settings, points } };
}

function failure(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'cli', code: 'usage', what, remedy });
}
