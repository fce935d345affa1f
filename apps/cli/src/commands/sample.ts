import { UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { type OpenedRun, type WriteOptions, writeSettings, writeTexts, writeTokens } from '@prattle/runs';
import { createTextStream } from '@prattle/sampling';
import { Command } from 'commander';
import { addSettingFlags } from '../flags/setting-flags.js';
import { addUseOptions, type UseOptions, useRun } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import type { LoadedCommand } from './index.js';

interface SampleOptions extends UseOptions {
  readonly prompt?: string;
  readonly json?: boolean;
}

/** `prattle sample RUN`: writes with a trained model, as it thinks of it. */
export function create(): LoadedCommand {
  const command = addUseOptions(
    new Command('sample').argument('<run>', 'folder of a run or of a checkpoint').option('--prompt <text>', 'what to go on from'),
  );
  const flags = addSettingFlags(command, [{ name: 'sampling', title: 'Sampling', schema: writeSettings }]);
  command.addHelpText('after', EXAMPLES).action(async (run: string, options: SampleOptions & Record<string, unknown>) => {
    const settings = writeSettings.parse(flags.read(options).sampling ?? {});
    const write = { ...settings, ...(options.prompt === undefined ? {} : { prompt: options.prompt }) };
    await useRun(await openRegistry(), fileStorage(), run, options, async (opened) => {
      if (options.json) process.stdout.write(`${JSON.stringify(await asJson(opened, write), null, 2)}\n`);
      else if (settings.count === 1) await stream(opened, write);
      else process.stdout.write(`${(await writeTexts(opened.model, tokenizerOf(opened), write)).join(separator(opened))}\n`);
    });
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle sample runs/names --count 10
  prattle sample runs/notes --prompt "Once" --tokens 500 --temperature 0.9 --top-k 40`;

async function asJson(opened: OpenedRun, write: WriteOptions) {
  const texts = await writeTexts(opened.model, tokenizerOf(opened), write);
  return {
    checkpoint: opened.path,
    step: opened.manifest.step,
    prompt: write.prompt ?? '',
    texts: texts.map((text, index) => ({ text, seed: write.seed + index })),
  };
}

async function stream(opened: OpenedRun, write: WriteOptions): Promise<void> {
  const tokenizer = tokenizerOf(opened);
  const text = createTextStream((ids) => tokenizer.decode(ids));
  process.stdout.write(write.prompt ?? '');
  for await (const { token } of writeTokens(opened.model, tokenizer, write)) process.stdout.write(text.push(token));
  process.stdout.write(`${text.flush()}\n`);
}

function tokenizerOf({ tokenizer, model, encoder, path, manifest }: OpenedRun) {
  if (tokenizer && model.task === 'next-token') return tokenizer;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `${path} is a ${manifest.model.plugin}, which does not write text`,
    remedy: encoder ? 'Use `prattle predict` with it.' : 'Sample a run of a language model.',
  });
}

/** Items stand one a line; texts are kept apart. */
function separator({ tokenizer }: OpenedRun): string {
  return tokenizer?.special.end === undefined ? '\n\n---\n\n' : '\n';
}
