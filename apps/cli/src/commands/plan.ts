import { defineConfig, encodeText, number, text } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { Command } from 'commander';
import { addSettingFlags } from '../flags/setting-flags.js';
import { makePlan, type Plan } from '../plan/make-plan.js';
import { showPlan } from '../plan/show-plan.js';
import { openRegistry } from '../registry.js';
import { addRunFlags, type RunOptions } from '../run-request.js';
import { createProgress } from '../terminal/progress.js';
import type { LoadedCommand } from './index.js';

const planSettings = defineConfig({
  minutes: number({ default: 5, min: 0.01, unit: 'minutes', describe: 'Time that training may take', aliases: ['budget'] }),
  measureSeconds: number({ default: 5, min: 0.2, unit: 's', describe: 'Time for measuring, all sizes together' }),
  write: text({ default: 'run.json', describe: 'File for the plan, as `prattle train --config` reads it' }),
});

type PlanOptions = RunOptions & { readonly json?: boolean; readonly fixed?: boolean } & Readonly<Record<string, unknown>>;

/** `prattle plan DATA`: what fits this machine and the time, measured. */
export async function create(argv: readonly string[]): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const storage = fileStorage();
  const command = new Command('plan')
    .argument('[data...]', 'a file, a folder, or the name of a dataset; asked for on a terminal when it is missing')
    .option('--fixed', 'only say what the run will take, with its steps and size as they are given')
    .option('--json', 'print JSON')
    .option('--verbose', 'show where an error came from');
  const own = addSettingFlags(command, [{ name: 'plan', title: 'Plan', schema: planSettings }]);
  const flags = await addRunFlags(command, argv, registry, storage);
  command.addHelpText('after', EXAMPLES).action(async (data: string[], options: PlanOptions) => {
    const asked = await missing(data, options);
    const settings = planSettings.parse({ ...own.read(options).plan, ...asked.settings });
    const request = await flags.request(asked.data, options);
    const progress = createProgress();
    const plan = await makePlan({
      registry,
      storage,
      request,
      budget: settings.minutes * 60,
      measuring: settings.measureSeconds,
      fixed: options.fixed === true,
      onMeasure: (name) => progress.say(`measuring ${name}`),
    }).finally(() => progress.end());
    await storage.write(settings.write, encodeText(`${JSON.stringify(plan.chosen.spec, null, 2)}\n`));
    process.stdout.write(
      options.json ? `${JSON.stringify({ ...asJson(plan), file: settings.write }, null, 2)}\n` : `${showPlan(plan, settings.write)}\n`,
    );
  });
  return { command, normalise: (words) => flags.normalise(own.normalise(words)) };
}

const EXAMPLES = `
Examples:
  prattle plan notes.txt --minutes 10
  prattle plan tinyshakespeare --preset cpu --fixed
  prattle plan names --minutes 2 --write names.json && prattle train --config names.json`;

/** What has to be known and was not said: asked for where there is somebody to ask. */
async function missing(data: readonly string[], options: PlanOptions) {
  const someoneThere = process.stdin.isTTY === true && process.stdout.isTTY === true && !options.json;
  if (data.length > 0 || options.config !== undefined || !someoneThere) return { data, settings: {} };
  const { askForPlan } = await import('../plan/ask.js');
  return askForPlan();
}

function asJson({ machine, budget, candidates, chosen }: Plan) {
  const rows = candidates.map(({ spec, ...facts }) => ({
    model: spec.model.name,
    preset: spec.model.preset ?? null,
    batch: spec.training.batch,
    context: spec.training.context,
    steps: spec.training.steps,
    ...facts,
    expected: spec.expected,
    chosen: spec === chosen.spec,
  }));
  return { machine, budgetSeconds: budget, candidates: rows };
}
