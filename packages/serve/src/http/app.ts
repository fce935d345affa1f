import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { createMetrics, type Gauge } from '../metrics/metrics.js';
import type { ServedModel } from '../models/served-model.js';
import { ApiError, asApiError, errorBody } from '../protocol/errors.js';
import { chat } from '../routes/chat.js';
import { completions } from '../routes/completions.js';
import { predict } from '../routes/predict.js';
import type { Service } from '../routes/service.js';
import type { ServeSettings } from '../settings.js';
import { requireJson, requireLoopbackHost, requireToken } from './guards.js';

export interface AppOptions extends Pick<ServeSettings, 'cors' | 'maxBody' | 'maxTokens' | 'timeout'> {
  readonly models: readonly ServedModel[];
  /** Without one only requests to a loopback name are answered. */
  readonly token?: string;
  /** Told of every error that is the server's own; clients are told only that there was one. */
  readonly onError?: (error: unknown) => void;
  /** Measured beside what the server itself counts. */
  readonly gauges?: readonly Gauge[];
}

export interface App {
  /** Answers one request: a web-standard handler. */
  fetch(request: Request): Response | Promise<Response>;
  /** From now on health checks fail and connections are closed after their answer. */
  drain(): void;
}

/** The server without a socket. */
export function createApp(options: AppOptions): App {
  const { models, token } = options;
  const metrics = createMetrics([...queueGauges(models), ...(options.gauges ?? [])]);
  const report = options.onError ?? (() => {});
  const { maxTokens, timeout } = options;
  const service: Service = { models, metrics, created: Math.floor(Date.now() / 1000), maxTokens, timeout, report };
  let draining = false;

  const app = new Hono();
  app.onError((error, c) => {
    const told = asApiError(error);
    if (told.status === 500) report(error);
    if (told.status === 429) c.header('retry-after', '1');
    return c.json(errorBody(told), told.status);
  });
  app.notFound((c) => {
    const route = `${c.req.method} ${c.req.path}`;
    return c.json(errorBody(new ApiError(404, 'unknown_url', `There is no ${route} here.`)), 404);
  });
  app.use(async (c, next) => {
    if (draining) c.header('connection', 'close');
    await next();
    const known = app.routes.some(({ method, path }) => method !== 'ALL' && path === c.req.path);
    metrics.add('prattle_requests_total', { route: known ? c.req.path : 'other', status: c.res.status });
  });
  if (options.cors.length > 0) app.use(cors({ origin: options.cors.includes('*') ? '*' : [...options.cors] }));
  if (token === undefined) app.use(requireLoopbackHost);
  app.get('/healthz', (c) => c.json({ status: draining ? 'draining' : 'ok' }, draining ? 503 : 200));
  if (token !== undefined) app.use(requireToken(token));
  app.use(requireJson);
  app.use(
    bodyLimit({
      maxSize: options.maxBody,
      onError: () => {
        throw new ApiError(413, 'too_large', `The request is larger than ${options.maxBody} bytes.`);
      },
    }),
  );

  app.get('/metrics', (c) => c.text(metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }));
  app.get('/v1/models', (c) => c.json({ object: 'list', data: models.map((model) => describe(model, service)) }));
  app.get('/v1/models/:id', (c) => {
    const model = models.find(({ id }) => id === c.req.param('id'));
    if (!model) throw new ApiError(404, 'model_not_found', `There is no model "${c.req.param('id')}".`, 'model');
    return c.json(describe(model, service));
  });
  app.post('/v1/completions', (c) => completions(c, service));
  app.post('/v1/chat/completions', (c) => chat(c, service));
  app.post('/v1/predict', (c) => predict(c, service));

  return {
    fetch: (request) => app.fetch(request),
    drain() {
      draining = true;
    },
  };
}

function describe({ id, task, contextLength, language }: ServedModel, { created }: Service) {
  const dialogs = language ? { dialogs: language.dialogs } : {};
  return { id, object: 'model', created, owned_by: 'prattle', task, context_length: contextLength, ...dialogs };
}

function queueGauges(models: readonly ServedModel[]): Gauge[] {
  const writers = models.flatMap(({ id, language }) => (language ? [{ id, writer: language.writer }] : []));
  const predictors = models.flatMap(({ id, predictor }) => (predictor ? [{ id, predictor }] : []));
  return [
    {
      name: 'prattle_texts_running',
      help: 'Texts that are being written, by model.',
      read: () => writers.map(({ id, writer }) => [{ model: id }, writer.running]),
    },
    {
      name: 'prattle_waiting',
      help: 'Texts and examples that wait, by model.',
      read: () => [
        ...writers.map(({ id, writer }) => [{ model: id }, writer.waiting] as const),
        ...predictors.map(({ id, predictor }) => [{ model: id }, predictor.waiting] as const),
      ],
    },
    { name: 'process_resident_memory_bytes', help: 'Memory of the process.', read: () => [[{}, process.memoryUsage.rss()]] },
  ];
}
