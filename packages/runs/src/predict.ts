import { type Encoder, type Example, type HostArray, type Model, type Prediction, UsageError } from '@prattle/core';
import { dispose, read, tensor, tidy } from '@prattle/ops';
import { type RegressionMetrics, regressionMetrics } from '@prattle/training';

/** Examples that go through the model at once. */
const ROWS = 256;

/**
 * What a model says of some examples, in their order. A backend must be open.
 *
 * @param examples JSON objects or texts, as the encoder takes them
 * @throws DatasetError for an example that cannot be encoded
 */
export async function predict(model: Model, encoder: Encoder, examples: readonly unknown[]): Promise<readonly Prediction[]> {
  const { values, shape } = encoder.encode(examples, model.data.contextLength);
  const [rows = 0, width = 0] = shape;
  const predictions: Prediction[] = [];
  for (let first = 0; first < rows; first += ROWS) {
    const stop = Math.min(first + ROWS, rows);
    const input = { values: values.subarray(first * width, stop * width), shape: [stop - first, width] };
    predictions.push(...encoder.decode(await outputOf(model, input)));
  }
  return predictions;
}

/** Of every target, and of all of them the mean. */
export interface NumberMeasures extends RegressionMetrics {
  readonly targets: Readonly<Record<string, RegressionMetrics>>;
}

/** How far a model's numbers are from the truth, in the data's own units. */
export async function measureNumbers(model: Model, encoder: Encoder, examples: readonly Example[]): Promise<NumberMeasures> {
  const predictions = await predict(
    model,
    encoder,
    examples.map(({ input }) => input),
  );
  const byTarget = encoder.targets.map((target) => {
    const predicted = predictions.map(({ values }) => Number(values[target]));
    const truth = examples.map((example) => Number(example.truth[target]));
    return [target, regressionMetrics(predicted, truth)] as const;
  });
  const mean = (measure: keyof RegressionMetrics) =>
    byTarget.reduce((sum, [, measures]) => sum + (measures[measure] ?? Number.NaN), 0) / byTarget.length;
  const r2 = mean('r2');
  return { mae: mean('mae'), rmse: mean('rmse'), r2: Number.isNaN(r2) ? null : r2, targets: Object.fromEntries(byTarget) };
}

async function outputOf(model: Model, input: HostArray): Promise<HostArray> {
  const output = tidy(() => {
    const { prediction, logits } = model.forward(tensor(input.values, input.shape));
    const said = prediction ?? logits;
    if (said) return said;
    throw new UsageError({
      package: 'runs',
      code: 'no-prediction',
      what: `The model (${model.task}) gave neither a prediction nor logits`,
      remedy: 'Its forward has to return one of them.',
    });
  });
  try {
    return { values: (await read(output)) as HostArray['values'], shape: output.shape };
  } finally {
    dispose(output);
  }
}
