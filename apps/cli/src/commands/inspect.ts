import { encodeText, type Storage, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { type InspectionReport, inspectionFigures, inspectionPage } from '@prattle/report';
import { Command } from 'commander';
import { compareRuns, comparisonText } from '../inspect/compare.js';
import { lookInto } from '../inspect/look-into.js';
import { inspectionText } from '../inspect/tables.js';
import { addUseFlags, type UseOptions, useRun } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import { pictureName, writePicture } from '../report/picture-file.js';
import { wholeNumber } from '../run-request.js';
import type { LoadedCommand } from './index.js';

interface InspectOptions extends UseOptions {
  readonly html?: string;
  readonly pictures?: string;
  readonly format: string;
  readonly text?: string;
  readonly steps: string;
}

/** `prattle inspect RUN [RUN2]`: what is inside a model and whether it is well, or how two checkpoints differ. */
export async function create(): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('inspect')
    .argument('<run>', 'folder of a run or of a checkpoint')
    .argument('[other]', 'another one, to compare with')
    .option('--html <file>', 'also write a page with pictures: needs no network')
    .option('--pictures <folder>', 'also write every picture as a file')
    .option('--format <name>', 'of the pictures: svg or png', 'svg')
    .option('--text <text>', 'what to show it (default: the first held-out sequence)')
    .option('--steps <number>', 'training steps to measure', '3');
  const flags = addUseFlags(command, registry);
  command
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, other: string | undefined, options: InspectOptions & Record<string, unknown>) => {
      const storage = fileStorage();
      const opening = flags.opening(options);
      if (other !== undefined) {
        const comparison = await compareRuns(storage, [run, other], opening.checkpoint);
        process.stdout.write(options.json ? `${JSON.stringify(comparison, null, 2)}\n` : `${comparisonText(comparison)}\n`);
        return;
      }
      const steps = wholeNumber('--steps', options.steps);
      const format = pictureFormat(options.format);
      const report = await useRun(registry, storage, run, opening, (opened, backend) =>
        lookInto(opened, backend, registry, storage, { steps, text: options.text }),
      );
      process.stdout.write(
        options.json ? `${JSON.stringify(asJson(report), null, 2)}\n` : `${inspectionText(report, process.stdout.columns)}\n`,
      );
      if (options.html !== undefined) {
        await storage.write(options.html, encodeText(inspectionPage(report)));
        process.stderr.write(`Wrote ${options.html}\n`);
      }
      if (options.pictures !== undefined) await writePictures(storage, options.pictures, format, report);
    });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle inspect runs/names
  prattle inspect runs/names --text "anna" --html names.html
  prattle inspect runs/a runs/b
  prattle inspect runs/names --pictures pictures --format png`;

function pictureFormat(format: string): 'svg' | 'png' {
  if (format === 'svg' || format === 'png') return format;
  throw new UsageError({ package: 'cli', code: 'usage', what: `"--format" is "${format}"`, remedy: 'It must be svg or png.' });
}

async function writePictures(storage: Storage, folder: string, format: 'svg' | 'png', report: InspectionReport): Promise<void> {
  const figures = inspectionFigures(report);
  for (const { name, figure } of figures) await writePicture(storage, `${folder}/${pictureName(name)}.${format}`, figure);
  process.stderr.write(`Wrote ${figures.length} pictures to ${folder}\n`);
}

/** Everything that was measured, tokens with their text. */
function asJson({ title, subtitle, inspection, embedding, notes = [], tokenText }: InspectionReport) {
  const named = (token: number) => tokenText?.(token) ?? String(token);
  const surprisals = inspection.sequence?.surprisals.map((place) => ({
    ...place,
    text: named(place.token),
    expected: place.expected.map((other) => ({ ...other, text: named(other.token) })),
  }));
  return {
    checkpoint: title,
    summary: subtitle,
    notes,
    ...inspection,
    ...(surprisals ? { sequence: { ...inspection.sequence, surprisals } } : {}),
    ...(embedding ? { embedding } : {}),
  };
}
