import { encodeText, nameRemedy, PrattleError, type Storage, UsageError } from '@prattle/core';
import { type Message, taggedDialog } from '@prattle/datasets';
import type { Conversation } from './conversation.js';

/** What a line that begins with `/` does, and what it says to that. */
type ChatCommand = (argument: string, conversation: Conversation, storage: Storage) => string | Promise<string>;

const COMMANDS: Readonly<Record<string, ChatCommand>> = {
  reset(_, conversation) {
    conversation.reset();
    return 'A new dialog.';
  },
  system(text, conversation) {
    conversation.reset(text);
    return text === '' ? 'A new dialog without a system message.' : `A new dialog under: ${text}`;
  },
  temperature(text, conversation) {
    const value = Number(text);
    if (text !== '' && !(Number.isFinite(value) && value >= 0)) throw usage(`The temperature cannot be "${text}"`, 'Give a number from 0.');
    if (text !== '') conversation.temperature = value;
    return `Temperature ${conversation.temperature}.`;
  },
  async save(path, { messages }, storage) {
    if (path === '') throw usage('/save needs a file', 'Write /save dialogs.txt, or /save dialogs.jsonl.');
    await storage.append(path, encodeText(asFile(path, messages)));
    return `Added to ${path}, which \`prattle train --dataset dialogs\` reads.`;
  },
  help: () => HELP,
};

const HELP = `/reset               forget what was said
/system TEXT         begin anew under this message of the system
/temperature NUMBER  0 takes the likeliest word, 1 is varied
/save FILE           add this dialog to a file (.jsonl: as JSON)
exit                 leave (also /exit, Ctrl-D)`;

/** Whether a line is meant for the program and not for the model. */
export function isExit(line: string): boolean {
  return ['exit', 'quit', '/exit', '/quit'].includes(line.trim().toLowerCase());
}

/** What to say to a line that begins with `/`; what went wrong, if it did. */
export async function runCommand(line: string, conversation: Conversation, storage: Storage): Promise<string> {
  const [, name = '', argument = ''] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw usage(`There is no /${name}`, nameRemedy(name, [...Object.keys(COMMANDS), 'exit']));
    return await command(argument.trim(), conversation, storage);
  } catch (error) {
    if (PrattleError.isInstance(error)) return `${error.what} ${error.remedy}`;
    throw error;
  }
}

function asFile(path: string, messages: readonly Message[]): string {
  return path.endsWith('.jsonl') ? `${JSON.stringify({ messages })}\n` : taggedDialog(messages);
}

function usage(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'cli', code: 'usage', what, remedy });
}
