import { createRandom, type DatasetPlugin, defineConfig, encodeText, integer, number } from '@prattle/core';
import { datasetError } from '../errors.js';
import { leavesTraining } from '../examples/settings.js';
import { fileOf } from '../files/source-file.js';
import { openTextToNumber, textToNumberSettings } from '../text-to-number/plugin.js';

const BATCH_SIZES = [16, 32, 64, 128];
const MOST_LAYERS = 10;

const config = defineConfig(
  {
    ...textToNumberSettings,
    rows: integer({ default: 2000, min: 1, max: 1_000_000, describe: 'Configurations to make up' }),
    noise: number({ default: 5, min: 0, describe: 'Deviation of the chance in every score' }),
    generatorSeed: integer({ default: 1, min: 0, describe: 'The configurations follow from it, whatever the seed of the run' }),
  },
  { check: leavesTraining },
);

/** What the made-up scores are made of. */
export interface ScoreOptions {
  readonly rows: number;
  readonly noise: number;
  readonly generatorSeed: number;
}

/** Made-up training configurations, as text, with a made-up score. */
export const hyperparameterScores: DatasetPlugin<typeof config> = {
  name: 'hyperparameter-scores',
  kind: 'text-to-number',
  summary: 'Made-up training configurations with a score: the synthetic data of the regression notebook.',
  licence: 'CC0-1.0',
  source: 'own',
  defaultModel: 'rlm',
  config,
  open: async (paths, settings) => {
    if (paths.length > 0) {
      throw datasetError(
        'takes-no-files',
        `The dataset hyperparameter-scores takes no files, but ${paths.join(', ')} is named`,
        'Name one or the other',
      );
    }
    const bytes = encodeText(scoreLines(settings));
    return openTextToNumber('hyperparameter-scores', [fileOf('hyperparameter-scores.jsonl', bytes)], settings);
  },
};

/**
 * Random configurations with their scores, a JSON object a line. The score is 0.5 / lr + 0.3 · batch_size + 0.2 · layers
 * - 100 · dropout and normal noise, as in the regression notebook. lr is drawn evenly, so 1 / lr makes a few scores very
 * large: judge a model by rank, or on the log of the score.
 */
export function scoreLines({ rows, noise, generatorSeed }: ScoreOptions): string {
  const random = createRandom('philox', generatorSeed);
  const draw = (low: number, high: number, digits: number) => round(random.uniform(1, low, high)[0] ?? low, digits);
  const whole = (low: number, high: number) => random.integers(1, low, high + 1)[0] ?? low;
  const line = (): string => {
    const lr = draw(0.0001, 0.1, 4);
    const batchSize = BATCH_SIZES[whole(0, BATCH_SIZES.length - 1)] ?? 0;
    const layers = whole(1, MOST_LAYERS);
    const dropout = draw(0, 0.5, 2);
    const chance = random.normal(1, 0, noise)[0] ?? 0;
    const score = round(0.5 / lr + 0.3 * batchSize + 0.2 * layers - 100 * dropout + chance, 4);
    return `${JSON.stringify({ lr, batch_size: batchSize, layers, dropout, score })}\n`;
  };
  return Array.from({ length: rows }, line).join('');
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
