import { nameRemedy, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { Command } from 'commander';
import pc from 'picocolors';
import { openRegistry } from '../registry.js';
import { experimentNames, loadExperiment, loadExperiments } from '../reproduce/catalogue.js';
import { comparisonsIn, difference, holds } from '../reproduce/comparison.js';
import type { Experiment } from '../reproduce/experiment.js';
import { machineKind } from '../reproduce/machine.js';
import { resultAsText } from '../reproduce/render-text.js';
import type { Result } from '../reproduce/result.js';
import { writeResult } from '../reproduce/results-page.js';
import { Interrupted } from '../reproduce/train-case.js';
import { wholeNumber } from '../run-request.js';
import { ExitCode } from '../terminal/errors.js';
import { onInterrupt } from '../terminal/interrupt.js';
import { standardScreen } from '../terminal/screen.js';
import type { LoadedCommand } from './index.js';

interface ReproduceOptions {
  readonly case?: readonly string[];
  readonly steps?: string;
  readonly backend?: string;
  readonly threads?: string;
  readonly write?: string;
  readonly json?: boolean;
}

/** `prattle reproduce [NAME]`: runs a recorded experiment again and prints ours beside the recorded numbers. */
export function create(): LoadedCommand {
  const command = new Command('reproduce')
    .argument('[name]', `experiment (${experimentNames.join(', ')}); without it, a list of them`)
    .option('--case <name>', 'only this part of it; may be given several times', (name: string, before: string[] = []) => [...before, name])
    .option('--steps <number>', 'end every training after so many steps, and compare what there is')
    .option('--backend <name>', 'what computes (default: auto)')
    .option('--threads <number>', 'CPU threads; results do not depend on it')
    .option('--write <file>', 'keep the result in this Markdown page, in place of an earlier one')
    .option('--json', 'print JSON')
    .option('--verbose', 'show where an error came from')
    .addHelpText('after', HELP);
  command.action(async (name: string | undefined, options: ReproduceOptions) => {
    process.exitCode = name === undefined ? await list(options) : await reproduce(name, options);
  });
  return { command };
}

const HELP = `
Exit codes: 0 all that is compared is as close as it has to be, 1 it is not.

Examples:
  prattle reproduce
  prattle reproduce nanogpt-notebook --case baseline --steps 300
  prattle reproduce makemore-names --write docs/results/reproduce.md`;

async function list({ json }: ReproduceOptions): Promise<number> {
  const experiments = await loadExperiments();
  const facts = experiments.map(({ name, summary, source, cases }) => ({ name, summary, source, cases }));
  process.stdout.write(json ? `${JSON.stringify({ experiments: facts }, null, 2)}\n` : `${facts.map(asParagraph).join('\n\n')}\n`);
  return ExitCode.done;
}

function asParagraph({ name, summary, source, cases }: Pick<Experiment, 'name' | 'summary' | 'source' | 'cases'>): string {
  const lines = cases.map((part) => `  --case ${part.name}: ${part.summary}`);
  return [`${pc.bold(name)}: ${summary}`, pc.dim(`  recorded by: ${source}`), ...lines].join('\n');
}

async function reproduce(name: string, options: ReproduceOptions): Promise<number> {
  const experiment = await loadExperiment(name);
  if (!experiment) throw usage(`There is no recorded experiment "${name}"`, nameRemedy(name, experimentNames));
  const { json, write } = options;
  const storage = fileStorage();
  const interrupt = onInterrupt();
  try {
    const { device, blocks } = await experiment.run(chosenCases(experiment, options.case), {
      registry: await openRegistry(),
      storage,
      backend: {
        name: options.backend ?? 'auto',
        ...(options.threads === undefined ? {} : { threads: wholeNumber('--threads', options.threads) }),
      },
      ...(options.steps === undefined ? {} : { steps: wholeNumber('--steps', options.steps) }),
      ...(json ? {} : { screen: standardScreen() }),
      signal: interrupt.signal,
    });
    const result: Result = {
      experiment: name,
      source: experiment.source,
      command: commandFor(name, options),
      date: new Date().toISOString().slice(0, 10),
      machine: machineKind(device),
      blocks,
    };
    process.stdout.write(json ? `${JSON.stringify(withVerdicts(result), null, 2)}\n` : `\n${resultAsText(result)}`);
    if (write !== undefined) await writeResult(storage, write, titleFor(name, options), result);
    return comparisonsIn(blocks).every(holds) ? ExitCode.done : ExitCode.failed;
  } catch (error) {
    if (error instanceof Interrupted) return ExitCode.interrupted;
    throw error;
  } finally {
    interrupt.dispose();
  }
}

/** In the experiment's order. */
function chosenCases({ name, cases }: Experiment, wanted: readonly string[] | undefined): readonly string[] {
  const names = cases.map((part) => part.name);
  const unknown = wanted?.find((part) => !names.includes(part));
  if (unknown !== undefined) throw usage(`The experiment ${name} has no case "${unknown}"`, nameRemedy(unknown, names));
  return wanted === undefined ? names : names.filter((part) => wanted.includes(part));
}

/** What was typed, as far as it decides the result. */
function commandFor(name: string, options: ReproduceOptions): string {
  const flags = (['case', 'steps', 'backend', 'threads'] as const).flatMap((flag) =>
    [options[flag] ?? []].flat().map((value) => `--${flag} ${value}`),
  );
  return ['prattle reproduce', name, ...flags].join(' ');
}

function titleFor(name: string, { case: cases }: ReproduceOptions): string {
  return cases === undefined ? name : `${name}: ${cases.join(', ')}`;
}

/** For machines, every comparison says how it ended. */
function withVerdicts(result: Result) {
  const blocks = result.blocks.map((block) =>
    block.type === 'comparisons'
      ? { ...block, comparisons: block.comparisons.map((entry) => ({ ...entry, difference: difference(entry), holds: holds(entry) })) }
      : block,
  );
  return { ...result, blocks, holds: comparisonsIn(result.blocks).every(holds) };
}

function usage(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'cli', code: 'usage', what, remedy });
}
