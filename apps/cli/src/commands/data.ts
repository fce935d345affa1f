import { fileStorage } from '@prattle/core/node';
import { Command } from 'commander';
import { addFetch } from '../data/fetch-data.js';
import { addList } from '../data/list-data.js';
import { addPrepare } from '../data/prepare-data.js';
import { addShow } from '../data/show-data.js';
import { openRegistry } from '../registry.js';
import type { LoadedCommand } from './index.js';

/** `prattle data list|show|fetch|prepare`. */
export async function create(argv: readonly string[]): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const storage = fileStorage();
  const command = new Command('data').exitOverride().showSuggestionAfterError();
  addList(command, registry, storage);
  const show = await addShow(command, argv, registry, storage);
  addFetch(command, storage);
  const prepare = await addPrepare(command, argv, registry, storage);
  command.addHelpText('after', EXAMPLES);
  const flags = { show, prepare }[argv[1] ?? ''];
  return flags ? { command, normalise: flags.normalise } : { command };
}

const EXAMPLES = `
Examples:
  prattle data list
  prattle data show names
  prattle data fetch tinyshakespeare
  prattle data prepare corpus/ --out tokens --vocabulary 8192
  prattle train tokens`;
