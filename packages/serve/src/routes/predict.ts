import type { Context } from 'hono';
import { createDeadline } from '../http/deadline.js';
import { badRequest } from '../protocol/errors.js';
import { readPredict } from '../protocol/requests.js';
import { jsonBody, modelOf, type Service } from './service.js';

/** `POST /v1/predict`: what a regressor, a classifier or a text-to-number model says of examples. */
export async function predict(c: Context, service: Service): Promise<Response> {
  const { model: name, examples } = readPredict(await jsonBody(c));
  const model = modelOf(service, name, ({ predictor }) => predictor !== undefined);
  if (!model.predictor) throw badRequest(`"${model.id}" writes text and predicts nothing.`, 'model', 'wrong_task');
  const started = performance.now();
  const deadline = createDeadline(c.req.raw.signal, service.timeout);
  try {
    const predictions = await Promise.race([model.predictor.predict(examples), whenAborted(deadline.signal)]);
    service.metrics.add('prattle_predictions_total', { model: model.id }, examples.length);
    return c.json({
      object: 'list',
      model: model.id,
      predictions: predictions.map(({ values, probabilities }) => ({ prediction: values, ...(probabilities ? { probabilities } : {}) })),
    });
  } finally {
    deadline.release();
    service.metrics.observe('prattle_request_seconds', { route: '/v1/predict' }, (performance.now() - started) / 1000);
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
