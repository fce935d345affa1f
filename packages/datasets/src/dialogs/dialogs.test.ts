import { createRandom } from '@prattle/core';
import { datasetSuite } from '@prattle/testing';
import { character } from '@prattle/tokenizers';
import { describe, expect, it } from 'vitest';
import { storageWith, trainCharacters } from '../test/helpers.js';
import { dialogs } from './plugin.js';

const MANY = Array.from({ length: 30 }, (_, index) => `<user>q${index}</user>\n<assistant>a${index}</assistant>\n<eot>\n`).join('\n');
const storage = await storageWith({ 'many.txt': MANY });

datasetSuite(dialogs, { storage, paths: ['many.txt'], tokenizer: character });

async function prepare(name: string, content: string, settings: Record<string, unknown> = {}) {
  const open = await dialogs.open([name], dialogs.config.parse({ validation: 0, ...settings }), {
    storage: await storageWith({ [name]: content }),
  });
  const { dataset, tokenizer } = open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters });
  const [batch] = dataset.sweep('train', { batch: 1, context: dataset.naturalContext });
  if (!tokenizer || !batch) throw new Error('nothing prepared');
  return { dataset, tokenizer, input: Array.from(batch.input.values), targets: Array.from(batch.targets.values) };
}

const TAGGED = '<system>Be nice.</system>\n<user>hi\nyou</user>\n<assistant>ho</assistant>\n';

describe('dialogs', () => {
  it.each([
    ['tagged text', 'a.txt', `${TAGGED}<eot>`],
    ['tagged text on one line', 'a.txt', TAGGED.replaceAll('>\n<', '><')],
    [
      'JSON lines',
      'a.jsonl',
      JSON.stringify({
        messages: [
          { role: 'system', content: 'Be nice.' },
          { role: 'user', content: 'hi\nyou' },
          { role: 'assistant', content: 'ho', name: 'x' },
        ],
      }),
    ],
  ])('are the same as %s', async (_, name, content) => {
    const { tokenizer, input, targets } = await prepare(name, content);
    expect(tokenizer.decode(targets)).toBe(TAGGED);
    expect([input[0], targets.at(-1)]).toEqual([tokenizer.special.end, tokenizer.special.end]);
  });

  it('are learnt whole, or only what the assistant says', async () => {
    const { tokenizer, targets } = await prepare('a.txt', TAGGED, { learn: 'replies' });
    const learnt = targets.filter((target) => target !== -1);
    expect(tokenizer.decode(learnt)).toBe('ho</assistant>\n');
    expect(learnt.at(-1)).toBe(tokenizer.special.end);
  });

  it('may be fewer', async () => {
    expect((await prepare('a.txt', MANY, { first: 3 })).dataset.sizes).toEqual({ train: 3 });
    expect((await prepare('a.txt', MANY, { validation: 0.2 })).dataset.sizes).toEqual({ train: 24, validation: 6 });
  });

  it.each([
    ['words outside of a message', 'a.txt', `${TAGGED}<eot>and then`, /Dialog 2 of a\.txt has "and then" outside/],
    ['a tag that is not closed', 'a.txt', '<user>hi</user><assistant>ho<eot>', /Dialog 1 .*"<assistant>ho" outside/],
    ['an unknown role', 'a.jsonl', '{"messages": [{"role": "robot", "content": "hi"}]}', /Entry 1 of a\.jsonl is no dialog/],
    ['nothing', 'a.txt', '<user>', /outside of any message/],
  ])('refuse %s', async (_, name, content, message) => {
    await expect(prepare(name, content)).rejects.toThrow(message);
  });
});
