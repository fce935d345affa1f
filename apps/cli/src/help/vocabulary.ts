import type { Registry } from '@prattle/core';
import { commands } from '../commands/index.js';
import { openRegistry } from '../registry.js';
import type { Vocabulary } from './built-help.js';

/** Every word that completion offers; loads every command. For the build. */
export async function collectVocabulary(): Promise<Vocabulary> {
  const entries = await Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const { command } = await (await load()).create([name]);
      return [name, { summary, flags: command.options.map(({ long }) => long ?? '').filter((flag) => flag !== '') }] as const;
    }),
  );
  const registry = await openRegistry();
  return { commands: Object.fromEntries(entries), values: valuesOf(registry) };
}

function valuesOf(registry: Registry): Vocabulary['values'] {
  const presets = registry.list('model').flatMap((model) => Object.keys(model.presets));
  return {
    '--model': registry.names('model'),
    '--preset': [...new Set(presets)].sort(),
    '--tokenizer': registry.names('tokenizer'),
    '--dataset': registry.names('dataset'),
    '--backend': ['auto', ...registry.names('backend')],
    '--checkpoint': ['best', 'last'],
  };
}
