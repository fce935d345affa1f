import { fileStorage } from '@prattle/core/node';
import { Command } from 'commander';
import { openRegistry } from '../registry.js';
import { addTrain } from '../tokenizer/train-tokenizer.js';
import { addDecode, addEncode, addInspect } from '../tokenizer/use-tokenizer.js';
import type { LoadedCommand } from './index.js';

/** `prattle tokenizer train|encode|decode|inspect`. */
export async function create(argv: readonly string[]): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const storage = fileStorage();
  const command = new Command('tokenizer').exitOverride().showSuggestionAfterError();
  const flags = await addTrain(command, argv, registry, storage);
  addEncode(command, registry, storage);
  addDecode(command, registry, storage);
  addInspect(command, registry, storage);
  command.addHelpText('after', EXAMPLES);
  // What stands behind the other words is text of people, not flags.
  return argv[1] === 'train' ? { command, normalise: flags.normalise } : { command };
}

const EXAMPLES = `
Examples:
  prattle tokenizer train notes.txt --vocabulary 2048 --out notes.json
  prattle tokenizer encode notes.json "hello there"
  prattle tokenizer inspect runs/notes "hello there"
  prattle train notes.txt --tokenizer notes.json`;
