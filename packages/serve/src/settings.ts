import { type ConfigValues, defineConfig, integer, list, number, text } from '@prattle/core';

/** Everything that can be set of a server. */
export const serveSettings = defineConfig({
  host: text({ default: '127.0.0.1', describe: 'Address to listen on; any but a loopback address needs a token' }),
  port: integer({ default: 8017, min: 0, max: 65535, describe: 'Port to listen on; 0: any free one' }),
  token: text({ default: null, describe: 'Clients have to send it as bearer token; better put into PRATTLE_SERVE_TOKEN' }),
  cors: list('text', { default: [], describe: 'Origins whose web pages may call the server; *: all' }),
  slots: integer({ default: 16, min: 1, max: 1024, describe: 'Texts written side by side, each with its own memory' }),
  queue: integer({ default: 256, min: 0, describe: 'Texts and examples that may wait; more are refused with 429' }),
  maxTokens: integer({ default: 4096, min: 1, describe: 'Most tokens that a request may ask for' }),
  maxBody: integer({ default: 1_048_576, min: 1024, describe: 'Largest request', unit: 'bytes' }),
  timeout: number({ default: 120, min: 0.001, describe: 'Longest that an answer may take', unit: 'seconds' }),
  grace: number({
    default: 30,
    min: 0,
    describe: 'How long running answers may take to finish when the server is stopped',
    unit: 'seconds',
  }),
});

/** The values of `serveSettings`. */
export type ServeSettings = ConfigValues<typeof serveSettings>;
