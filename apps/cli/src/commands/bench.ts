import { defineConfig, integer, type Registry } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { type RunSpec, resolveRun } from '@prattle/runs';
import { Command } from 'commander';
import type { SampleBench } from '../bench/bench-sample.js';
import type { TrainBench } from '../bench/bench-train.js';
import { addSettingFlags } from '../flags/setting-flags.js';
import { openRegistry } from '../registry.js';
import { addRunFlags, type RunFlags, type RunOptions } from '../run-request.js';
import { formatCount, formatTable } from '../terminal/format.js';
import type { LoadedCommand } from './index.js';

const benchSettings = defineConfig({
  vocabulary: integer({ default: 65, min: 1, describe: 'Token ids; the tokens are random', aliases: ['vocab_size'] }),
  inputs: integer({ default: 3, min: 1, describe: 'Columns of a table (bench train)' }),
  outputs: integer({ default: null, min: 1, describe: 'Numbers or classes to tell (bench train); by default one number, two classes' }),
  tokens: integer({ default: 1000, min: 1, describe: 'Tokens to write (bench sample)' }),
});

type BenchOptions = RunOptions & { readonly json?: boolean } & Readonly<Record<string, unknown>>;

/** `prattle bench train|sample`: times the real thing on random data. */
export async function create(argv: readonly string[]): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('bench')
    .argument('<what>', 'train or sample')
    .option('--json', 'print JSON')
    .option('--verbose', 'show where an error came from');
  const bench = addSettingFlags(command, [{ name: 'bench', title: 'Benchmark', schema: benchSettings }]);
  const run = await addRunFlags(command, argv, registry, fileStorage());
  command.addHelpText('after', EXAMPLES).action(async (what: string, options: BenchOptions) => {
    const settings = benchSettings.parse(bench.read(options).bench ?? {});
    const spec = await specOf(registry, run, options);
    if (what === 'train') {
      const { benchTrain } = await import('../bench/bench-train.js');
      print(
        await benchTrain(registry, spec, { ...settings, steps: Number(run.training(options).steps ?? DEFAULT_STEPS) }),
        options,
        trainRows,
      );
    } else if (what === 'sample') {
      const { benchSample } = await import('../bench/bench-sample.js');
      print(await benchSample(registry, spec, settings), options, sampleRows);
    } else {
      command.error(`error: "${what}" cannot be timed. It must be train or sample.`);
    }
  });
  return { command, normalise: (words) => run.normalise(bench.normalise(words)) };
}

const DEFAULT_STEPS = 50;

const EXAMPLES = `
Examples:
  prattle bench train --model transformer --preset notebook --steps 50
  prattle bench sample --preset cpu --backend cpu --json`;

/** The data is random, but a run has to name some; only its model, training and backend matter. */
async function specOf(registry: Registry, run: RunFlags, options: BenchOptions): Promise<RunSpec> {
  return resolveRun(registry, await run.request(['names'], options));
}

function print<Result extends object>(result: Result, { json }: BenchOptions, rows: (result: Result) => string[][]): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${formatTable(rows(result))}\n`);
}

function trainRows(result: TrainBench): string[][] {
  const { min, median, max } = result.msPerStep;
  return [
    ['model', `${result.model}${result.preset ? ` ${result.preset}` : ''}, ${formatCount(result.parameters)} parameters`],
    ['backend', `${result.backend} (${result.device})`],
    result.context > 0 ? ['batch × context', `${result.batch} × ${result.context}`] : ['batch', `${result.batch}`],
    ['ms a step', `${median.toFixed(3)} median, ${min.toFixed(3)} min, ${max.toFixed(3)} max of ${result.steps}`],
    [result.context > 0 ? 'tokens/s' : 'rows/s', formatCount(result.tokensPerSecond)],
    ['replayed', result.replayed ? 'yes' : `no: ${result.reason ?? 'unknown'}`],
  ];
}

function sampleRows(result: SampleBench): string[][] {
  return [
    ['model', `${result.model}${result.preset ? ` ${result.preset}` : ''}, ${formatCount(result.parameters)} parameters`],
    ['backend', `${result.backend} (${result.device})`],
    ['tokens/s', formatCount(result.tokensPerSecond)],
    ['by the full context', `${formatCount(result.tokensPerSecondFullContext)} (${result.speedup} times slower)`],
  ];
}
