import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from './cli.js';

const { call } = commandLine();

beforeAll(async () => {
  await call(['train', 'chat', '--first', '3', '--validation', '0', '--batch', '3', '--steps', '5', '--out', 'chat']);
  await call(['train', 'system-configs', '--steps', '5', '--out', 'configs']);
});

const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('prattle serve', () => {
  it('answers until it is interrupted, and says as JSON where', async () => {
    let answers: Promise<unknown[]> | undefined;
    const { code, stdout, stderr } = await call(['serve', 'talk=chat', 'configs', '--port', '0', '--json'], {
      watch(printed, kill) {
        if (answers !== undefined || !printed.endsWith('\n')) return;
        const { url } = JSON.parse(printed);
        answers = Promise.all([
          fetch(`${url}/healthz`).then((answer) => answer.json()),
          post(`${url}/v1/chat/completions`, { model: 'talk', messages: [{ role: 'user', content: 'hi' }], max_tokens: 3 }).then((answer) =>
            answer.json(),
          ),
          post(`${url}/v1/predict`, { examples: [{ CPU: 24, RAM: 96, DISK: 3000 }] }).then((answer) => answer.json()),
        ]).finally(() => kill('SIGINT'));
      },
    });
    expect([code, stderr]).toEqual([0, '\nFinishing what runs. Once more to stop at once.\n']);
    expect(JSON.parse(stdout).models).toEqual([
      { id: 'talk', task: 'next-token', contextLength: expect.any(Number) },
      { id: 'configs', task: 'regression', contextLength: expect.any(Number) },
    ]);
    expect(await answers).toEqual([
      { status: 'ok' },
      expect.objectContaining({ object: 'chat.completion', model: 'talk', usage: expect.objectContaining({ completion_tokens: 3 }) }),
      expect.objectContaining({ predictions: [{ prediction: { efficiency: expect.any(Number) } }] }),
    ]);
  });

  it('refuses to be reached by others without a token, and two models of one name', async () => {
    const open = await call(['serve', 'chat', '--host', '0.0.0.0']);
    expect([open.code, open.stdout]).toEqual([2, '']);
    expect(open.stderr).toContain('PRATTLE_SERVE_TOKEN');
    expect((await call(['serve', 'chat', './chat'])).stderr).toMatch(/Two models are called "chat".*NAME=FOLDER/);
  });
});
