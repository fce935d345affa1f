import { request as httpRequest } from 'node:http';
import { memory } from '@prattle/ops';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerOptions } from './index.js';
import { serving } from './test/serving.js';

let kitchen: Awaited<ReturnType<typeof serving>>;
beforeAll(async () => {
  kitchen = await serving();
});
afterAll(() => kitchen.close());

interface Completion {
  readonly choices: readonly [{ readonly text: string }];
}

const json = { 'content-type': 'application/json' };

/** A server of one writer, and how to ask it. */
async function writer(limits: { slots?: number; queue?: number } = {}, options: Partial<ServerOptions> = {}) {
  const model = kitchen.language('writer', 'text', limits);
  const server = await kitchen.start([model], options);
  const ask = (body: object, init: RequestInit = {}) =>
    fetch(`${server.url}/v1/completions`, { method: 'POST', headers: json, body: JSON.stringify(body), ...init });
  const textOf = async (body: object): Promise<string> => ((await (await ask(body)).json()) as Completion).choices[0].text;
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  return { server, ask, textOf, metrics, model };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('many clients', () => {
  it('each get their own text, and nothing stays behind', async () => {
    const clients = process.env.PRATTLE_TEST_LONG === '1' ? 200 : 60;
    const { textOf, metrics, model } = await writer({ slots: 8, queue: clients });
    const bodyOf = (seed: number) => ({ prompt: 'hello', seed, max_tokens: 4 + (seed % 9), temperature: 1 });
    const alone: string[] = [];
    for (let seed = 0; seed < 20; seed++) alone.push(await textOf(bodyOf(seed)));
    const before = memory().tensors;
    const together = await Promise.all(Array.from({ length: clients }, (_, index) => textOf(bodyOf(index % 20))));
    expect(together).toEqual(Array.from({ length: clients }, (_, index) => alone[index % 20]));
    expect(memory().tensors).toBe(before);
    expect([model.language?.writer.running, model.language?.writer.waiting]).toEqual([0, 0]);
    const text = await metrics();
    expect(text).toContain(`prattle_requests_total{route="/v1/completions",status="200"} ${clients + 20}`);
    expect(text).toMatch(/prattle_first_token_seconds_bucket\{model="writer",le="\+Inf"\} \d+/);
    expect(text).toContain('prattle_texts_running{model="writer"} 0');
  });

  it('beyond the queue are told to come back', async () => {
    const { ask } = await writer({ slots: 1, queue: 1 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask({ prompt: 'hello', max_tokens: 50 })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(await refused[0]?.json()).toMatchObject({ error: { type: 'rate_limit_error', code: 'queue_full' } });
  });

  it('that leave make room at once', async () => {
    const { ask, model } = await writer({ slots: 1, queue: 4 });
    const leaving = new AbortController();
    const gone = ask({ prompt: 'hello', max_tokens: 4000 }, { signal: leaving.signal });
    const streaming = new AbortController();
    await until(() => model.language?.writer.running === 1);
    const stream = ask({ prompt: 'hello', max_tokens: 4000, stream: true }, { signal: streaming.signal });
    await until(() => model.language?.writer.waiting === 1);
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await (await stream).body?.getReader().read();
    streaming.abort();
    await until(() => model.language?.writer.running === 0);
    expect(model.language?.writer.waiting).toBe(0);
  });
});

it('gives up when an answer takes too long', async () => {
  const { ask, model } = await writer({}, { timeout: 0.2 });
  const late = await ask({ prompt: 'hello', max_tokens: 4000 });
  expect(late.status).toBe(504);
  expect(await late.json()).toMatchObject({ error: { code: 'timeout' } });
  const stream = await (await ask({ prompt: 'hello', max_tokens: 4000, stream: true })).text();
  expect(stream).toMatch(/"code":"timeout".*\n\ndata: \[DONE\]/s);
  await until(() => model.language?.writer.running === 0);
});

it('finishes what runs when it is stopped', async () => {
  const { server, ask } = await writer();
  const running = ask({ prompt: 'hello', max_tokens: 60, stream: true });
  const reader = (await running).body?.getReader();
  const first = await reader?.read();
  const closed = server.close();
  let text = new TextDecoder().decode(first?.value);
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) text += new TextDecoder().decode(next.value);
  expect(text.match(/"text":/g)?.length).toBe(60);
  expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
  await closed;
  await expect(ask({ prompt: 'hello' })).rejects.toThrow();
});

it('ends what runs when the time for it is over', async () => {
  const { server, ask } = await writer({}, { grace: 0.1 });
  const reader = (await ask({ prompt: 'hello', max_tokens: 4000, stream: true })).body?.getReader();
  await reader?.read();
  await server.close();
  await expect(
    (async () => {
      while (!(await reader?.read())?.done);
    })(),
  ).rejects.toThrow();
});

describe('what does not get in', () => {
  const status = async (path: string, init: RequestInit, options: Partial<ServerOptions> = {}) => {
    const { server } = await writer({}, options);
    return (await fetch(`${server.url}${path}`, init)).status;
  };
  const post = (body: string, headers: Record<string, string> = json): RequestInit => ({ method: 'POST', headers, body });

  it('is whoever has not the token', async () => {
    const token = { token: 'secret' };
    const bearer = (given: string) => ({ headers: { authorization: `Bearer ${given}` } });
    expect(await status('/v1/models', {}, token)).toBe(401);
    expect(await status('/v1/models', bearer('secreT'), token)).toBe(401);
    expect(await status('/metrics', {}, token)).toBe(401);
    expect(await status('/v1/models', bearer('secret'), token)).toBe(200);
    expect(await status('/healthz', {}, token)).toBe(200);
  });

  it('is a body that is too large, no JSON, or not declared as JSON', async () => {
    expect(await status('/v1/completions', post(JSON.stringify({ prompt: 'h'.repeat(3000) })), { maxBody: 2048 })).toBe(413);
    expect(await status('/v1/completions', post('{"prompt":'))).toBe(400);
    expect(await status('/v1/completions', post('[]'))).toBe(400);
    expect(await status('/v1/completions', post('{}', { 'content-type': 'text/plain' }))).toBe(415);
    expect(await status('/v1/nothing', {})).toBe(404);
  });

  it('is a web page under a name that was made to point here, unless there is a token', async () => {
    const { server } = await writer();
    const port = Number(new URL(server.url).port);
    const answered = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const request = httpRequest({ host: '127.0.0.1', port, path: '/v1/models', headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        request.on('error', reject).end();
      });
    expect([await answered('evil.example'), await answered(`localhost:${port}`)]).toEqual([403, 200]);
  });

  it('are other origins, unless they are asked for', async () => {
    const allowed = async (cors: string[]) => {
      const { server } = await writer({}, { cors });
      const { headers } = await fetch(`${server.url}/v1/models`, { headers: { origin: 'https://a.example' } });
      return headers.get('access-control-allow-origin');
    };
    expect([await allowed([]), await allowed(['https://a.example']), await allowed(['https://b.example'])]).toEqual([
      null,
      'https://a.example',
      null,
    ]);
  });

  it('are other machines, where there is no token', async () => {
    await expect(kitchen.start([], { host: '0.0.0.0' })).rejects.toThrow(/no token.*PRATTLE_SERVE_TOKEN/);
  });

  it('is a second server on the same port', async () => {
    const { server } = await writer();
    await expect(kitchen.start([], { port: Number(new URL(server.url).port) })).rejects.toThrow(/is taken.*--port/);
  });
});
