import type { Experiment, ExperimentContext, Outcome } from '../experiment.js';
import type { ResultBlock } from '../result.js';
import { reproduceBigram } from './bigram.js';
import { conclusionTable } from './conclusion.js';
import { runs, source } from './recorded.js';
import { compareRun, reproduceRun, type TransformerResult } from './transformer.js';

/** The nanoGPT notebook: its transformer in four settings, and the bigram that it begins with. */
export const experiment: Experiment = {
  name: 'nanogpt-notebook',
  summary: 'A transformer on tinyshakespeare in four settings, from the draws of torch.manual_seed(1337)',
  source,
  cases: [
    ...Object.entries(runs).map(([name, { summary }]) => ({ name, summary })),
    { name: 'bigram', summary: 'the first batch, and the loss of an untrained table' },
  ],
  run,
};

async function run(cases: readonly string[], context: ExperimentContext): Promise<Outcome> {
  const results: TransformerResult[] = [];
  for (const [name, recorded] of Object.entries(runs)) {
    if (!cases.includes(name)) continue;
    context.screen?.write(`\n${name}: ${recorded.summary}\n`);
    results.push(await reproduceRun(name, recorded, context));
  }
  const bigram = cases.includes('bigram') ? await reproduceBigram(context) : undefined;
  const blocks: ResultBlock[] = [
    ...results.map(compareRun),
    ...(bigram ? bigram.blocks : []),
    ...(results.length > 0 ? conclusionTable(results) : []),
    ...results.map(
      ({ name, sample, steps }): ResultBlock => ({ type: 'text', title: `${name} writes, after ${steps} steps`, text: sample }),
    ),
  ];
  return { device: results[0]?.device ?? bigram?.device ?? '', blocks };
}
