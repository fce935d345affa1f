import type { PreparedDataset } from '@prattle/core';
import type { TrainingSettings } from '@prattle/training';

/** How many steps show a model as many items, or tokens of a text, as there are to train on. */
export function stepsPerEpoch(training: TrainingSettings, { sizes, unit }: Pick<PreparedDataset, 'sizes' | 'unit'>): number {
  if (training.stepsPerEpoch !== null) return training.stepsPerEpoch;
  const { batch, accumulate, context } = training;
  const shown = batch * accumulate * (unit === 'tokens' ? (context ?? 1) : 1);
  return Math.max(1, Math.ceil((sizes.train ?? 0) / shown));
}

/** The settings with everything that was given in epochs turned into steps and evaluations. */
export function inSteps(training: TrainingSettings, dataset: Pick<PreparedDataset, 'sizes' | 'unit'>): TrainingSettings {
  const epoch = stepsPerEpoch(training, dataset);
  const steps = (epochs: number) => Math.max(epochs > 0 ? 1 : 0, Math.round(epochs * epoch));
  const { epochs, evalEpochs, checkpointEpochs, patienceEpochs, plateauPatienceEpochs } = training;
  const evalEvery = evalEpochs === null ? training.evalEvery : steps(evalEpochs);
  const evaluations = (count: number) => Math.ceil(steps(count) / Math.max(1, evalEvery));
  return {
    ...training,
    steps: epochs === null ? training.steps : steps(epochs),
    evalEvery,
    checkpointEvery: checkpointEpochs === null ? training.checkpointEvery : steps(checkpointEpochs),
    patience: patienceEpochs === null ? training.patience : evaluations(patienceEpochs),
    plateauPatience: plateauPatienceEpochs === null ? training.plateauPatience : evaluations(plateauPatienceEpochs),
  };
}
