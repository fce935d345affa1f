import { UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import type { OpenedRun } from '@prattle/runs';
import { Command } from 'commander';
import { chatLoop } from '../chat/chat-loop.js';
import { chatSettings } from '../chat/chat-settings.js';
import { Conversation } from '../chat/conversation.js';
import { standardTerminal } from '../chat/terminal.js';
import { addUseFlags, type UseOptions, useRun } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import type { LoadedCommand } from './index.js';

interface ChatOptions extends UseOptions {
  readonly system?: string;
}

/** `prattle chat RUN`: a conversation with a model that was trained on dialogs. */
export async function create(): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('chat')
    .argument('<run>', 'folder of a run or of a checkpoint')
    .option('--system <text>', 'what the system says first (default: what it says in most of the dialogs that were learnt)');
  const flags = addUseFlags(command, registry, [{ name: 'sampling', title: 'Replies', schema: chatSettings }]);
  command.addHelpText('after', EXAMPLES).action(async (run: string, options: ChatOptions & Record<string, unknown>) => {
    const settings = chatSettings.parse(flags.read(options).sampling ?? {});
    const storage = fileStorage();
    await useRun(registry, storage, run, flags.opening(options), async (opened) => {
      const conversation = new Conversation(opened.model, tokenizerOf(opened), settings, options.system ?? '');
      if (options.system === undefined) conversation.reset(await conversation.usualSystem());
      const terminal = standardTerminal();
      try {
        if (terminal.interactive) greet(conversation, (text) => terminal.note(text));
        await chatLoop({ conversation, terminal, storage, json: options.json === true });
      } finally {
        terminal.close();
      }
    });
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle train chat --out runs/chat && prattle chat runs/chat
  prattle chat runs/chat --system "You are helpful." --temperature 0.2
  echo hi | prattle chat runs/chat --json

While it runs: /reset, /system TEXT, /temperature NUMBER, /save FILE, /help, exit.`;

function greet(conversation: Conversation, note: (text: string) => void): void {
  const [first] = conversation.messages;
  if (first?.role === 'system') note(`The system says: ${first.content}`);
  note('/help lists what else can be typed; exit leaves.');
}

function tokenizerOf({ tokenizer, manifest, path }: OpenedRun) {
  if (tokenizer && manifest.dataset?.kind === 'dialogs') return tokenizer;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `${path} was not trained on dialogs`,
    remedy: 'Train a model on some (`prattle train chat`), or use `prattle sample` with this one.',
  });
}
