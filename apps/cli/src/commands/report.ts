import { encodeText, type Storage, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import {
  comparisonFigures,
  comparisonPage,
  lossFigure,
  measuredLosses,
  type RunReport,
  runFacts,
  runPage,
  trainingLosses,
} from '@prattle/report';
import { Command, Option } from 'commander';
import { addUseFlags, type UseOptions } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import { writeBand } from '../report/band-file.js';
import { gatherRun, gatherSamples } from '../report/gather.js';
import { writePicture } from '../report/picture-file.js';
import { gatherSweep, isSweep, pageIn, sweepText, writeSweep } from '../report/sweep-report.js';
import { reportText } from '../report/text.js';
import type { LoadedCommand } from './index.js';

interface ReportOptions extends UseOptions {
  readonly out?: string;
  readonly band?: string;
  readonly samples: boolean;
}

/** `prattle report RUN…`: how runs went, in the terminal, as a picture or as a page. */
export async function create(): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('report')
    .argument('<runs...>', 'folders of runs, or the folder of a sweep')
    .option(
      '--out <file>',
      'where to write it: .html (a page), .svg or .png (the loss curves); default for one run: report.html in its folder',
    )
    .option('--no-samples', 'do not write with the model')
    .addOption(
      new Option('--band <file>', 'add what these runs show to a JSON file of reference bands').helpGroup('For authors of models'),
    );
  const flags = addUseFlags(command, registry);
  command.addHelpText('after', EXAMPLES).action(async (runs: string[], options: ReportOptions & Record<string, unknown>) => {
    const storage = fileStorage();
    const opening = flags.opening(options);
    const format = formatOf(options.out);
    const [first = ''] = runs;
    if (runs.length === 1 && (await isSweep(storage, first))) return reportSweep(storage, first, format, options);
    const reports: RunReport[] = [];
    for (const run of runs) reports.push(await gatherRun(registry, storage, run));
    if (options.band !== undefined) {
      const { seeds, points } = await writeBand(
        storage,
        options.band,
        reports.map(({ record }) => record),
      );
      process.stderr.write(`Wrote a band of ${seeds.length} runs up to step ${points.at(-1)?.step} to ${options.band}\n`);
      return;
    }
    const [only] = reports;
    const whole = only && reports.length === 1 && options.samples ? [{ ...only, ...(await samplesOrNone()) }] : reports;
    process.stdout.write(
      options.json ? `${JSON.stringify(whole.map(asJson), null, 2)}\n` : `${reportText(whole, process.stdout.columns)}\n`,
    );
    const file = options.out ?? (only && reports.length === 1 ? pageIn(only.record.path) : undefined);
    if (file === undefined) return;
    if (format === 'html') await storage.write(file, encodeText(pageOf(whole)));
    else await writePicture(storage, file, pictureOf(whole));
    process.stderr.write(`Wrote ${file}\n`);

    /** A run without a checkpoint, or whose data is gone, still has its curves. */
    async function samplesOrNone(): Promise<Partial<RunReport>> {
      try {
        return await gatherSamples(registry, storage, first, opening);
      } catch (error) {
        process.stderr.write(`No samples: ${error instanceof Error ? error.message : String(error)}\n`);
        return {};
      }
    }
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle report runs/names                        writes runs/names/report.html
  prattle report runs/a runs/b runs/c --out abc.html
  prattle report runs/a runs/b --out losses.png
  prattle report sweeps/width                      the table of a sweep
  prattle report runs/seed-1 runs/seed-2 runs/seed-3 --band bands.json`;

async function reportSweep(storage: Storage, folder: string, format: 'html' | 'picture', { out, json }: ReportOptions): Promise<void> {
  const summary = await gatherSweep(storage, folder);
  const { groups, results, missing } = summary;
  process.stdout.write(json ? `${JSON.stringify({ sweep: folder, groups, results, missing }, null, 2)}\n` : `${sweepText(summary)}\n`);
  const file = out ?? pageIn(folder);
  await writeSweep(storage, file, format, summary);
  process.stderr.write(`Wrote ${file}\n`);
}

function formatOf(out: string | undefined): 'html' | 'picture' {
  if (out === undefined || /\.html?$/i.test(out)) return 'html';
  if (/\.(svg|png)$/i.test(out)) return 'picture';
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `It is not clear what ${out} should be`,
    remedy: 'Name a file that ends in .html, .svg or .png.',
  });
}

function pageOf(reports: readonly RunReport[]): string {
  const [only] = reports;
  return only && reports.length === 1 ? runPage(only) : comparisonPage(reports);
}

function pictureOf(reports: readonly RunReport[]) {
  const [only] = reports;
  const [compared] = comparisonFigures(reports.map(({ record }) => record));
  if (only && reports.length === 1) return lossFigure(only.record, only.judgement);
  if (compared) return compared;
  throw new UsageError({ package: 'cli', code: 'usage', what: 'The runs have no steps to draw', remedy: 'Name runs that were trained.' });
}

/** The numbers behind the pictures. */
function asJson({ record, judgement, samples, novelty }: RunReport) {
  const { band, ...verdict } = judgement ?? {};
  return {
    ...runFacts(record),
    training: trainingLosses(record).map(({ x, y }) => ({ step: x, loss: y })),
    validation: measuredLosses(record, 'validation').map(({ x, y }) => ({ step: x, loss: y })),
    ...(judgement ? { normal: { ...verdict, data: band?.data, seeds: band?.seeds } } : {}),
    ...(samples ? { samples } : {}),
    ...(novelty ? { novelty } : {}),
  };
}
