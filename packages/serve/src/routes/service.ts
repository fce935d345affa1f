import type { Context } from 'hono';
import type { Metrics } from '../metrics/metrics.js';
import type { ServedModel } from '../models/served-model.js';
import { ApiError, badRequest } from '../protocol/errors.js';

/** What the routes have in common. */
export interface Service {
  readonly models: readonly ServedModel[];
  readonly metrics: Metrics;
  readonly created: number;
  readonly maxTokens: number;
  /** Seconds. */
  readonly timeout: number;
  /** Told of every error that is the server's own. */
  report(error: unknown): void;
}

/**
 * The model that a request names; it need not where there is only one that does what is asked.
 * @throws ApiError with status 404
 */
export function modelOf(service: Service, name: string | null | undefined, can: (model: ServedModel) => boolean): ServedModel {
  const fitting = service.models.filter(can);
  const [only] = fitting;
  if ((name === undefined || name === null) && only && fitting.length === 1) return only;
  if (name === undefined || name === null) throw badRequest(`Name a "model". ${known(service)}`, 'model');
  const found = service.models.find(({ id }) => id === name);
  if (!found) throw new ApiError(404, 'model_not_found', `There is no model "${name}". ${known(service)}`, 'model');
  return found;
}

function known({ models }: Service): string {
  return `There is: ${models.map(({ id }) => id).join(', ')}.`;
}

/** The body as JSON. @throws ApiError with status 400 */
export async function jsonBody(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest('The body is not JSON.', null, 'invalid_json');
    throw error;
  }
}
