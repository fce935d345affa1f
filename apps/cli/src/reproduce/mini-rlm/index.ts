import type { Experiment, ExperimentContext, Outcome } from '../experiment.js';
import { source } from './recorded.js';
import { reproduceRegressor } from './regressor.js';
import { reproduceRlm } from './rlm.js';

const PROGRAMS: Readonly<Record<string, (context: ExperimentContext) => Promise<Outcome>>> = {
  regressor: reproduceRegressor,
  rlm: reproduceRlm,
};

/** The regression notebook: numbers from columns, and numbers from text. */
export const experiment: Experiment = {
  name: 'mini-rlm',
  summary: 'Both programs of the regression notebook, over seeds and beside a straight line',
  source,
  cases: [
    { name: 'regressor', summary: 'three columns through 16 hidden units to one number, ten seeds' },
    { name: 'rlm', summary: 'a character LSTM reads JSON and says a score, beside ridge regression' },
  ],
  async run(cases, context): Promise<Outcome> {
    const outcomes: Outcome[] = [];
    for (const name of cases) {
      const program = PROGRAMS[name];
      if (program) outcomes.push(await program(context));
    }
    return { device: outcomes[0]?.device ?? '', blocks: outcomes.flatMap(({ blocks }) => blocks) };
  },
};
