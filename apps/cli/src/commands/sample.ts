import { type LogitsProcessor, type Registry, type Tokenizer, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import {
  type OpenedRun,
  prepareRun,
  type WriteOptions,
  type WriteSettings,
  type WrittenText,
  writeSettings,
  writeStream,
  writeWhole,
} from '@prattle/runs';
import { Command } from 'commander';
import { addUseFlags, type UseOptions, useRun } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import { wholeNumber } from '../run-request.js';
import { noveltyLines, reportNovelty } from '../sample/novelty-report.js';
import { chosenSampler, SAMPLER_FLAG } from '../sample/sampler-flag.js';
import type { LoadedCommand } from './index.js';

interface SampleOptions extends UseOptions {
  readonly prompt?: readonly string[];
  readonly logprobs?: string;
  readonly novelty?: boolean;
}

/** `prattle sample RUN`: writes with a trained model, as it thinks of it. */
export async function create(argv: readonly string[]): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('sample')
    .argument('<run>', 'folder of a run or of a checkpoint')
    .option('--prompt <text>', 'what to go on from; may be given several times', (text: string, before: string[] = []) => [...before, text])
    .option('--logprobs <number>', 'say how likely the texts are; with --json also of each token, and so many others in its place')
    .option('--novelty', 'compare the texts with what the model was trained on')
    .option(`${SAMPLER_FLAG} <name>`, 'what else shapes the choice: a sampler plugin by name or module');
  const sampler = await chosenSampler(argv, registry);
  const flags = addUseFlags(command, registry, [
    { name: 'sampling', title: 'Sampling', schema: writeSettings },
    ...(sampler ? [{ name: 'sampler', title: `Sampler: ${sampler.name}`, schema: sampler.config }] : []),
  ]);
  command.addHelpText('after', EXAMPLES).action(async (run: string, options: SampleOptions & Record<string, unknown>) => {
    const given = flags.read(options);
    const settings = writeSettings.parse(given.sampling ?? {});
    const logProbabilities = options.logprobs === undefined ? undefined : wholeNumber('--logprobs', options.logprobs);
    await useRun(registry, fileStorage(), run, flags.opening(options), async (opened) => {
      const tokenizer = tokenizerOf(opened);
      const processors: LogitsProcessor[] = sampler ? [sampler.create(sampler.config.parse(given.sampler ?? {}), { tokenizer })] : [];
      const write: WriteOptions = {
        ...settings,
        processors,
        ...(options.prompt ? { prompt: options.prompt } : {}),
        ...(logProbabilities === undefined ? {} : { logProbabilities }),
      };
      const plain = !options.json && !options.novelty && logProbabilities === undefined;
      if (plain && settings.count === 1 && settings.beams === 1 && (options.prompt?.length ?? 1) === 1) {
        process.stdout.write(options.prompt?.[0] ?? '');
        await stream(opened, tokenizer, write);
        return;
      }
      const texts = await writeWhole(opened.model, tokenizer, write);
      const novelty = options.novelty ? await noveltyOf(texts, opened, tokenizer, registry) : undefined;
      if (options.json) process.stdout.write(`${JSON.stringify(asJson(opened, tokenizer, texts, settings, novelty), null, 2)}\n`);
      else process.stdout.write(`${shown(texts, opened, novelty ? noveltyLines(texts, novelty) : undefined)}\n`);
    });
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle sample runs/names --count 10 --novelty
  prattle sample runs/notes --prompt "Once" --tokens 500 --temperature 0.9 --top-k 40
  prattle sample runs/notes --prompt "Once" --prompt "Twice" --stop "." --ban q,z --bias e=-1
  prattle sample runs/notes --prompt "Once" --beams 4`;

async function stream(opened: OpenedRun, tokenizer: Tokenizer, write: WriteOptions): Promise<void> {
  for await (const { chunk } of writeStream(opened.model, tokenizer, write)) process.stdout.write(chunk);
  process.stdout.write('\n');
}

/** The texts, with what was asked about them below. */
function shown(texts: readonly WrittenText[], { tokenizer }: OpenedRun, novelty: string | undefined): string {
  // Items stand one a line; texts are kept apart.
  const separator = tokenizer?.special.end === undefined ? '\n\n---\n\n' : '\n';
  const parts = [texts.map(({ text }) => text).join(separator)];
  const likelihoods = texts.flatMap((text) => {
    const logProbability = logProbabilityOf(text);
    if (logProbability === undefined) return [];
    return [`log-probability ${logProbability.toFixed(3)}, perplexity ${Math.exp(-logProbability / text.tokens.length).toFixed(3)}`];
  });
  if (likelihoods.length > 0) parts.push(likelihoods.join('\n'));
  if (novelty) parts.push(novelty);
  return parts.join('\n\n');
}

function asJson(opened: OpenedRun, tokenizer: Tokenizer, texts: readonly WrittenText[], settings: WriteSettings, novelty: unknown) {
  const named = ({ token, logProbability }: { readonly token: number; readonly logProbability?: number }) => ({
    token,
    text: tokenizer.token(token),
    ...(logProbability === undefined ? {} : { logProbability }),
  });
  return {
    checkpoint: opened.path,
    step: opened.manifest.step,
    texts: texts.map((text, index) => {
      const logProbability = logProbabilityOf(text);
      return {
        prompt: text.prompt,
        text: text.text,
        finish: text.finish,
        ...(settings.beams > 1 ? {} : { seed: settings.seed + index }),
        ...(logProbability === undefined
          ? {}
          : {
              logProbability,
              tokens: text.tokens.map((token) => ({ ...named(token), alternatives: token.alternatives?.map(named) ?? [] })),
            }),
      };
    }),
    ...(novelty ? { novelty } : {}),
  };
}

function logProbabilityOf({ tokens }: WrittenText): number | undefined {
  if (tokens.length === 0 || tokens[0]?.logProbability === undefined) return undefined;
  return tokens.reduce((sum, { logProbability = 0 }) => sum + logProbability, 0);
}

async function noveltyOf(texts: readonly WrittenText[], opened: OpenedRun, tokenizer: Tokenizer, registry: Registry) {
  const { dataset, spec } = await prepareRun(registry, opened.spec, fileStorage(), { tokenizer, encoder: opened.manifest.encoder });
  return reportNovelty(texts, dataset, tokenizer, spec.training.context ?? 1);
}

function tokenizerOf({ tokenizer, model, encoder, path, manifest }: OpenedRun): Tokenizer {
  if (tokenizer && model.task === 'next-token') return tokenizer;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `${path} is a ${manifest.model.plugin}, which does not write text`,
    remedy: encoder ? 'Use `prattle predict` with it.' : 'Sample a run of a language model.',
  });
}
