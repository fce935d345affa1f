import { loadManifest } from '@prattle/checkpoint';
import { type Registry, type Storage, UsageError } from '@prattle/core';
import { findCheckpoint, type RunSpec } from '@prattle/runs';
import { type Command, Option } from 'commander';
import type { RunFile } from './run-file.js';

/** Flags of commands that train, beside those of any run. */
export function addLearningFlags(command: Command, registry: Registry): void {
  command
    .addOption(new Option('--from <run>', 'start with the model and the tokenizer of a run or a checkpoint').helpGroup('Run'))
    .addOption(
      new Option('--callback <name>', `listen to the training (${registry.names('callback').join(', ')}, or a module); may be repeated`)
        .argParser((value: string, before: readonly string[] = []) => [...before, value])
        .helpGroup('Run'),
    );
}

/** Names that nanoGPT, makemore and Transformers have for what is no setting. */
const RUN_NAMES: Readonly<Record<string, string>> = { outdir: '--out', outputdir: '--out', workdir: '--out', initfrom: '--from' };

/** A word of the command line with the name that this command line has for it. */
export function runName(word: string): string {
  const [name = '', ...rest] = word.split('=');
  const known = name.startsWith('--') ? RUN_NAMES[name.slice(2).toLowerCase().replace(/[-_]/g, '')] : undefined;
  return known === undefined ? word : [known, ...rest].join('=');
}

/** `--batch auto` is a setting of its own. */
export function batchByItself(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    if (word === '--batch=auto' || (word === '--batch' && words[index + 1] === 'auto')) return ['--auto-batch'];
    return word === 'auto' && words[index - 1] === '--batch' ? [] : [word];
  });
}

/** What a run that starts from another takes over from it. @throws UsageError when another model is asked for */
export async function runToStartFrom(storage: Storage, from: string, asked: string | undefined): Promise<RunFile> {
  const { model, run } = await loadManifest(storage, await findCheckpoint(storage, from));
  if (asked !== undefined && asked !== model.plugin) {
    throw new UsageError({
      package: 'cli',
      code: 'usage',
      what: `${from} is a ${model.plugin}, not a ${asked}`,
      remedy: 'Leave --model out, or start a new model without --from.',
    });
  }
  // The tokenizer itself comes with the checkpoint; here it is only named.
  const { tokenizer, plugins } = (run ?? {}) as Partial<RunSpec>;
  return {
    model: { name: model.plugin, settings: model.config },
    ...(tokenizer ? { tokenizer: { name: tokenizer.name, settings: tokenizer.settings } } : {}),
    ...(plugins ? { plugins } : {}),
  };
}
