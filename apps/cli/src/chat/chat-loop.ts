import { DatasetError, type Storage } from '@prattle/core';
import { isExit, runCommand } from './commands.js';
import type { Conversation, ReplyFacts } from './conversation.js';
import type { ChatTerminal } from './terminal.js';

export interface ChatLoopOptions {
  readonly conversation: Conversation;
  readonly terminal: ChatTerminal;
  readonly storage: Storage;
  /** One JSON object a reply, instead of text. */
  readonly json: boolean;
}

/** Takes turns until there is nothing more to say. */
export async function chatLoop({ conversation, terminal, storage, json }: ChatLoopOptions): Promise<void> {
  let forgotten = 0;
  for (let line = await terminal.next(); line !== undefined && !isExit(line); line = await terminal.next()) {
    if (line.trim() === '') continue;
    if (line.startsWith('/')) {
      terminal.note(await runCommand(line, conversation, storage));
      forgotten = 0;
      continue;
    }
    const facts = await turn(line.trim(), conversation, terminal, json);
    if (!facts) continue;
    for (const remark of remarks(facts, forgotten)) terminal.note(remark);
    forgotten = facts.forgotten;
  }
}

async function turn(line: string, conversation: Conversation, terminal: ChatTerminal, json: boolean): Promise<ReplyFacts | undefined> {
  const { signal, done } = terminal.replying();
  try {
    const reply = conversation.reply(line, signal);
    let next = await reply.next();
    for (; !next.done; next = await reply.next()) if (!json) terminal.say(next.value);
    terminal.say(json ? `${JSON.stringify({ user: line, reply: next.value.text, ...next.value, text: undefined })}\n` : '\n');
    return next.value;
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    terminal.say(json ? `${JSON.stringify({ user: line, error: error.message })}\n` : '\n');
    terminal.note(`${error.what} ${error.remedy}`);
    return undefined;
  } finally {
    done();
  }
}

function remarks({ finish, forgotten, unknown }: ReplyFacts, before: number): string[] {
  return [
    ...(unknown.length > 0 ? [`Left out, as the model was never shown it: ${unknown.join(' ')}`] : []),
    ...(forgotten > before
      ? [
          `The dialog is longer than the model can see: its ${forgotten === 1 ? 'oldest message is' : `${forgotten} oldest messages are`} forgotten.`,
        ]
      : []),
    ...(finish === 'length' ? ['The reply was cut off; --tokens says how long it may be.'] : []),
    ...(finish === 'interrupted' ? ['Interrupted.'] : []),
  ];
}
