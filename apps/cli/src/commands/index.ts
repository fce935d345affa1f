import type { Command } from 'commander';

/** A command ready to parse its arguments. */
export interface LoadedCommand {
  readonly command: Command;
  /** Puts what people type (`--n_layer`, `--model.layers`) into the flags' own names. */
  readonly normalise?: (argv: readonly string[]) => string[];
}

/** A command's module, loaded when it is called. */
export interface CommandModule {
  /** @param argv the whole command line: some options depend on others (`--model` decides which settings there are) */
  create(argv: readonly string[]): LoadedCommand | Promise<LoadedCommand>;
}

export interface CommandEntry {
  readonly name: string;
  /** Other names for the same. */
  readonly aliases?: readonly string[];
  readonly summary: string;
  load(): Promise<CommandModule>;
}

export const commands: readonly CommandEntry[] = [
  { name: 'train', summary: 'Train a model on text, words, dialogs or a table', load: () => import('./train.js') },
  { name: 'sample', summary: 'Write with a trained model', load: () => import('./sample.js') },
  { name: 'predict', summary: 'Predict with a model that was trained on examples', load: () => import('./predict.js') },
  { name: 'eval', summary: 'Measure a trained model on a dataset', load: () => import('./eval.js') },
  { name: 'inspect', summary: 'Look into a trained model, or compare two', load: () => import('./inspect.js') },
  { name: 'report', aliases: ['plot'], summary: 'Show how runs went: curves, samples, a page', load: () => import('./report.js') },
  { name: 'chat', summary: 'Talk with a model that was trained on dialogs', load: () => import('./chat.js') },
  { name: 'serve', summary: 'Serve trained models over HTTP, as OpenAI clients expect', load: () => import('./serve.js') },
  { name: 'tokenizer', summary: 'Learn a tokenizer, use it, look into it', load: () => import('./tokenizer.js') },
  { name: 'data', summary: 'List, look at, download and prepare data', load: () => import('./data.js') },
  { name: 'plan', summary: 'Find out what fits this machine and the time', load: () => import('./plan.js') },
  { name: 'export', summary: 'Write a trained model for Transformers, ONNX or PyTorch', load: () => import('./export.js') },
  { name: 'import', summary: 'Make a run of a model that another program trained', load: () => import('./import.js') },
  { name: 'backends', summary: 'Show what can compute here, and what is missing', load: () => import('./backends.js') },
  { name: 'bench', summary: 'Time training steps or sampling', load: () => import('./bench.js') },
  {
    name: 'plugins',
    summary: 'List models, tokenizers, datasets and backends, and where they come from',
    load: () => import('./plugins.js'),
  },
  { name: 'init', summary: 'Write a prattle.config.ts for the plugins of this folder', load: () => import('./init.js') },
  { name: 'new', summary: 'Make the package of a plugin', load: () => import('./new.js') },
  { name: 'completion', summary: 'Print what a shell needs to complete these commands', load: () => import('./completion.js') },
  { name: 'sweep', summary: 'Train many cases and compare them', load: () => import('./sweep.js') },
  { name: 'reproduce', summary: 'Run a recorded experiment again and compare', load: () => import('./reproduce.js') },
];
