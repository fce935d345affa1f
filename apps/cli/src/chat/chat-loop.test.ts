import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { createRegistry, decodeText, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openTrainRun, resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chatLoop } from './chat-loop.js';
import { chatSettings } from './chat-settings.js';
import { Conversation } from './conversation.js';
import type { ChatTerminal } from './terminal.js';

/** Three dialogs, learnt by heart. */
let run: Awaited<ReturnType<typeof openTrainRun>>;
beforeAll(async () => {
  const registry = createRegistry([models(), tokenizers(), datasets(), backendCpu(), backendTfjs()]);
  const spec = resolveRun(registry, {
    dataset: { name: 'chat', paths: [], settings: { first: 3, validation: 0 } },
    model: { name: 'tiny-chat' },
    training: { batch: 3, seed: 1, steps: 150, optimizer: 'adam', learningRate: 0.02, evalEvery: 0 },
  });
  run = await openTrainRun({ registry, storage: memoryStorage(), run: 'run', spec });
  for await (const _ of run.events()) {
    // Only what is learnt counts.
  }
});
afterAll(() => run.close());

function conversation(settings: Parameters<typeof chatSettings.parse>[0] = { temperature: 0 }): Conversation {
  if (!run.tokenizer) throw new Error('dialogs have a tokenizer');
  return new Conversation(run.model, run.tokenizer, chatSettings.parse(settings), 'You are helpful.');
}

/** A chat in which this is typed: what the model says, and the remarks. */
async function chat(lines: readonly string[], { json = false, with: talk = conversation() } = {}) {
  let said = '';
  const notes: string[] = [];
  const storage = memoryStorage();
  const typed = [...lines];
  const terminal: ChatTerminal = {
    interactive: false,
    next: async () => typed.shift(),
    say: (text) => {
      said += text;
    },
    note: (text) => notes.push(text),
    replying: () => ({ signal: new AbortController().signal, done() {} }),
    close() {},
  };
  await chatLoop({ conversation: talk, terminal, storage, json });
  return { said, notes, storage, typed };
}

it('answers what it learnt, and shows no mark of the dialog', async () => {
  const { said, notes } = await chat(['hi', '/reset', 'what is 2+2?']);
  expect(said).toBe('hello!\n4\n');
  expect(notes).toEqual(['A new dialog.']);
});

it('knows what the system usually says', async () => {
  expect(await conversation().usualSystem()).toBe('You are helpful.');
});

it('leaves at exit, and at the end of what is typed', async () => {
  expect((await chat(['hi', 'exit', 'hi'])).typed).toEqual(['hi']);
  expect((await chat(['', '  ', 'hi'])).said).toBe('hello!\n');
});

it('says which characters the model was never shown, and goes on without them', async () => {
  const { said, notes } = await chat(['hΩi']);
  expect(said).toBe('hello!\n');
  expect(notes).toEqual(['Left out, as the model was never shown it: Ω']);
});

it('says when old messages no longer fit, once for each that goes', async () => {
  const { notes } = await chat(['hi', 'hi', 'hi']);
  expect(notes.filter((note) => note.includes('forgotten')).length).toBeGreaterThan(0);
  const long = await chat(['hi '.repeat(40)]);
  expect(long.notes.join()).toMatch(/The message takes \d+ tokens.*fewer words/);
});

it('cuts a reply off where it is told to, and says so', async () => {
  const { said, notes } = await chat(['hi'], { with: conversation({ temperature: 0, tokens: 3 }) });
  expect(said).toBe('hel\n');
  expect(notes[0]).toContain('--tokens');
});

it('changes the temperature and the system, and names commands that were meant', async () => {
  const talk = conversation();
  const { notes } = await chat(['/temperature 1.5', '/temperature cold', '/system Be brief.', '/sytem x'], { with: talk });
  expect(talk.temperature).toBe(1.5);
  expect(talk.messages).toEqual([{ role: 'system', content: 'Be brief.' }]);
  expect(notes[1]).toContain('"cold"');
  expect(notes[3]).toContain('Did you mean "system"?');
});

it('saves dialogs in a form that can be trained on', async () => {
  const { storage } = await chat(['hi', '/save said.txt', '/save said.jsonl', '/save said.txt']);
  const dialog = '<system>You are helpful.</system>\n<user>hi</user>\n<assistant>hello!</assistant>\n<eot>\n';
  expect(decodeText(await storage.read('said.txt'))).toBe(dialog + dialog);
  expect(JSON.parse(decodeText(await storage.read('said.jsonl'))).messages).toHaveLength(3);
});

it('speaks to machines in lines of JSON', async () => {
  const { said } = await chat(['hi', '/help'], { json: true });
  expect(
    said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([{ user: 'hi', reply: 'hello!', finish: 'stop', forgotten: 0, unknown: [] }]);
});
