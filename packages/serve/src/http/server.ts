import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { UsageError } from '@prattle/core';
import type { ServeSettings } from '../settings.js';
import { type AppOptions, createApp } from './app.js';
import { isLoopback } from './guards.js';

export interface ServerOptions extends Omit<AppOptions, 'token'>, Pick<ServeSettings, 'host' | 'port' | 'grace'> {
  readonly token: string | null;
}

export interface RunningServer {
  /** Where it listens: `http://127.0.0.1:8017`. */
  readonly url: string;
  /** Takes no more requests, lets those that run finish for as long as `grace` allows, then ends them. */
  close(): Promise<void>;
}

/** How often connections that fell idle while the server closes are looked for. */
const SWEEP_MS = 50;

/**
 * Starts to listen.
 * @throws UsageError for an address that others can reach without a token, or one that cannot be listened on
 */
export async function startServer({ host, port, grace, token, ...options }: ServerOptions): Promise<RunningServer> {
  if (token === null && !isLoopback(host)) {
    throw new UsageError({
      package: 'serve',
      code: 'token-needed',
      what: `On ${host} other machines can reach the server, and it has no token`,
      remedy: 'Set PRATTLE_SERVE_TOKEN (or --token), or listen on 127.0.0.1.',
    });
  }
  const app = createApp({ ...options, ...(token === null ? {} : { token }) });
  const { server, port: chosen } = await listen(app.fetch, host, port);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`,
    async close() {
      app.drain();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      const end = setTimeout(() => server.closeAllConnections(), grace * 1000);
      await closed;
      clearInterval(sweep);
      clearTimeout(end);
      for (const model of options.models) model.close();
    },
  };
}

function listen(fetch: (request: Request) => Response | Promise<Response>, host: string, port: number) {
  return new Promise<{ server: Server; port: number }>((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, (address) => resolve({ server, port: address.port })) as Server;
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(host, port, cause)));
  });
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): UsageError {
  const taken = cause.code === 'EADDRINUSE';
  return new UsageError({
    package: 'serve',
    code: 'cannot-listen',
    what: taken ? `Port ${port} of ${host} is taken` : `${host}:${port} cannot be listened on (${cause.code ?? cause.message})`,
    remedy: taken
      ? 'Choose another with --port; 0 takes any free one.'
      : 'Choose another address with --host, or another port with --port.',
    cause,
  });
}
