import tokenizers from '@prattle/tokenizers';
import { describe, expect, it } from 'vitest';
import { chatPrompt } from './chat-prompt.js';
import type { Message } from './message.js';

const [character] = tokenizers().tokenizers ?? [];
const tokenizer = character?.train(['<system>sure</system>\n<user>hello</user>\n<assistant>'], character.config.parse({ end: true }));
if (!tokenizer) throw new Error('there is no character tokenizer');

const system: Message = { role: 'system', content: 'rule' };
const user = (content: string): Message => ({ role: 'user', content });
const assistant = (content: string): Message => ({ role: 'assistant', content });
const prompt = (messages: readonly Message[], context = 0) => chatPrompt(tokenizer, messages, context);
const shown = (messages: readonly Message[], context = 0) => tokenizer.decode(prompt(messages, context).tokens.slice(1));

describe('a chat prompt', () => {
  it('opens the dialog with the end token and the reply with its tag, as the training data does', () => {
    expect(prompt([user('hello')]).tokens[0]).toBe(tokenizer.special.end);
    expect(shown([system, user('hello')])).toBe('<system>rule</system>\n<user>hello</user>\n<assistant>');
  });

  it('forgets the oldest messages that have no room, but neither the system nor what was said last', () => {
    const dialog = [system, user('old'), assistant('ooo'), user('tale'), assistant('yes'), user('hello')];
    const { forgotten, tokens } = prompt(dialog, 120);
    expect(forgotten).toEqual([user('old'), assistant('ooo'), user('tale')].slice(0, forgotten.length));
    expect(forgotten.length).toBeGreaterThan(0);
    expect(tokens.length).toBeLessThanOrEqual(120);
    expect(shown(dialog, 120)).toMatch(/^<system>rule<\/system>\n.*<user>hello<\/user>\n<assistant>$/s);
    expect(prompt(dialog, 1000).forgotten).toEqual([]);
  });

  it('forgets the system too before it cuts a message, and refuses one that does not fit', () => {
    expect(prompt([system, user('hello')], 40).forgotten).toEqual([system]);
    expect(() => prompt([user('hello'.repeat(9))], 40)).toThrow(/takes 59 tokens.*sees 28 at once/s);
  });

  it('leaves out what the tokenizer does not know, and says what that was', () => {
    const { unknown } = prompt([user('hΩlΩlo😀')]);
    expect(unknown).toEqual(['Ω', '😀']);
    expect(shown([user('hΩelΩlo😀')])).toBe('<user>hello</user>\n<assistant>');
  });
});
