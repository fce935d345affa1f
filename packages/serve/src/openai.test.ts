import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving } from './test/serving.js';

/** The official client against a real socket. */
let kitchen: Awaited<ReturnType<typeof serving>>;
let client: OpenAI;
let url: string;

beforeAll(async () => {
  kitchen = await serving();
  const served = [kitchen.language('writer', 'text'), kitchen.language('talker', 'dialogs'), await kitchen.regressor('line')];
  const server = await kitchen.start(served, { token: 'secret' });
  url = server.url;
  client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'secret', maxRetries: 0 });
});
afterAll(() => kitchen.close());

const ask = (more: Partial<OpenAI.CompletionCreateParamsNonStreaming> = {}) =>
  client.completions.create({ model: 'writer', prompt: 'hello', max_tokens: 12, seed: 7, ...more });
const say = (more: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) =>
  client.chat.completions.create({ model: 'talker', messages: [{ role: 'user', content: 'hello' }], max_tokens: 12, seed: 7, ...more });

it('lists what it serves', async () => {
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['writer', 'talker', 'line']);
  expect((await client.models.retrieve('talker')).id).toBe('talker');
  await expect(client.models.retrieve('walker')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
});

describe('completions', () => {
  it('go on from a prompt, the same for the same seed', async () => {
    const [first, again, other] = [await ask(), await ask(), await ask({ seed: 8 })];
    expect(first.object).toBe('text_completion');
    expect(first.choices).toEqual([{ index: 0, text: expect.any(String), logprobs: null, finish_reason: 'length' }]);
    expect(first.choices[0]?.text).toHaveLength(12);
    expect(first.usage).toEqual({ prompt_tokens: 5, completion_tokens: 12, total_tokens: 17 });
    expect(again.choices).toEqual(first.choices);
    expect(other.choices[0]?.text).not.toBe(first.choices[0]?.text);
  });

  it('stream the text that they give at once', async () => {
    const whole = await ask({ n: 2 });
    const texts = ['', ''];
    const finishes: string[] = [];
    const stream = await client.completions.create({
      model: 'writer',
      prompt: 'hello',
      max_tokens: 12,
      seed: 7,
      n: 2,
      stream: true,
      stream_options: { include_usage: true },
    });
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const event of stream) {
      for (const { index, text, finish_reason } of event.choices) {
        texts[index] += text;
        if (finish_reason) finishes.push(finish_reason);
      }
      usage = event.usage ?? usage;
    }
    expect(texts).toEqual(whole.choices.map(({ text }) => text));
    expect(finishes).toEqual(['length', 'length']);
    expect(usage).toEqual(whole.usage);
  });

  it('end before a stop text, streamed or not', async () => {
    const text = (await ask()).choices[0]?.text ?? '';
    const stop = text.slice(4, 6);
    const [choice] = (await ask({ stop })).choices;
    expect(choice).toMatchObject({ text: text.slice(0, text.indexOf(stop)), finish_reason: 'stop' });
    let streamed = '';
    const stream = await client.completions.create({
      model: 'writer',
      prompt: 'hello',
      max_tokens: 12,
      seed: 7,
      stop: [stop],
      stream: true,
    });
    for await (const event of stream) streamed += event.choices[0]?.text ?? '';
    expect(streamed).toBe(choice?.text);
  });

  it('take several prompts, as text or as tokens, and repeat them when asked to', async () => {
    const { choices } = await ask({ prompt: ['he', 'day'], echo: true });
    expect(choices.map(({ text }) => text.replace(/.{12}$/s, ''))).toEqual(['he', 'day']);
    expect((await ask({ prompt: [1, 2, 3] })).usage?.prompt_tokens).toBe(3);
    await expect(ask({ prompt: [1000] })).rejects.toMatchObject({ status: 400, param: 'prompt' });
  });

  it('tell how likely every token was', async () => {
    const { choices } = await ask({ logprobs: 3, temperature: 0 });
    const { tokens, token_logprobs, top_logprobs, text_offset } = choices[0]?.logprobs ?? {};
    expect(tokens?.join('')).toBe(choices[0]?.text);
    expect(text_offset).toEqual(Array.from({ length: 12 }, (_, index) => index));
    for (const [index, top] of (top_logprobs ?? []).entries()) {
      expect(Object.keys(top)).toHaveLength(3);
      expect(Math.max(...Object.values(top))).toBe(token_logprobs?.[index]);
    }
  });

  it.each([
    ['temperature', { temperature: 0 }],
    ['top_p', { top_p: 0.05 }],
    ['logit_bias', { logit_bias: { 3: 100 } }],
    ['frequency_penalty', { frequency_penalty: 2 }],
    ['presence_penalty', { presence_penalty: 2 }],
    ['top_k', { top_k: 1 }],
  ])('%s changes what is written', async (_, option) => {
    const plain = await ask({ max_tokens: 60 });
    expect((await ask({ max_tokens: 60, ...option })).choices[0]?.text).not.toBe(plain.choices[0]?.text);
  });
});

describe('chat completions', () => {
  it('answer, streamed as at once, without the marks of the dialog', async () => {
    const whole = await say({ max_tokens: 60 });
    expect(whole.choices[0]?.message.role).toBe('assistant');
    const stream = await client.chat.completions.create({
      model: 'talker',
      messages: [{ role: 'user', content: 'hello' }],
      max_tokens: 60,
      seed: 7,
      stream: true,
    });
    let streamed = '';
    for await (const event of stream) streamed += event.choices[0]?.delta.content ?? '';
    expect(streamed).toBe(whole.choices[0]?.message.content);
    expect(streamed).not.toContain('</assistant>');
  });

  it('tell how likely every token was', async () => {
    const { choices } = await say({ logprobs: true, top_logprobs: 2 });
    const [first] = choices[0]?.logprobs?.content ?? [];
    expect(first?.logprob).toBeLessThan(0);
    expect(first?.top_logprobs).toHaveLength(2);
    expect(first?.bytes).toEqual([...Buffer.from(first?.token ?? '')]);
  });

  it('refuse characters that the model never saw, and dialogs longer than it sees', async () => {
    await expect(say({ messages: [{ role: 'user', content: 'hellΩ' }] })).rejects.toThrow(/Ω.*never shown/);
    await expect(say({ messages: [{ role: 'user', content: 'hello '.repeat(30) }] })).rejects.toMatchObject({
      code: 'context_length_exceeded',
    });
  });
});

it('predicts, each request by itself', async () => {
  const post = (examples: unknown) => client.post<{ predictions: unknown }>('/predict', { body: { model: 'line', examples } });
  const [several, one, wrong] = await Promise.allSettled([post([{ x: 3 }, { x: 4 }]), post([{ x: 4 }]), post([{ z: 4 }])]);
  expect(several).toMatchObject({ value: { predictions: [{ prediction: { y: expect.any(Number) } }, {}] } });
  expect(one).toMatchObject({ status: 'fulfilled' });
  expect(wrong).toMatchObject({ status: 'rejected', reason: { status: 400 } });
  if (several.status === 'fulfilled' && one.status === 'fulfilled')
    expect((several.value.predictions as unknown[])[1]).toEqual((one.value.predictions as unknown[])[0]);
});

it('refuses what it cannot do, naming the field', async () => {
  const extra = (fields: object) => ask(fields as Partial<OpenAI.CompletionCreateParamsNonStreaming>);
  await expect(extra({ suffix: 'x' })).rejects.toMatchObject({ status: 400, param: 'suffix', code: 'unsupported_parameter' });
  await expect(extra({ temperature: 3 })).rejects.toMatchObject({ status: 400, param: 'temperature' });
  await expect(extra({ max_tokens: 5000 })).rejects.toMatchObject({ status: 400, param: 'max_tokens' });
  await expect(extra({ model: 'line' })).rejects.toMatchObject({ status: 400, code: 'wrong_task' });
  await expect(say({ model: 'writer' })).rejects.toMatchObject({ status: 400, code: 'wrong_task' });
  await expect(extra({ prompt: 'hellΩ' })).rejects.toThrow(/Ω/);
});
