export { type App, type AppOptions, createApp } from './http/app.js';
export { isLoopback } from './http/guards.js';
export { type RunningServer, type ServerOptions, startServer } from './http/server.js';
export type { Gauge } from './metrics/metrics.js';
export { type ServedModel, serveModel, type TrainedModel } from './models/served-model.js';
export { type ServeSettings, serveSettings } from './settings.js';
