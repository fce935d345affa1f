import { nameRemedy, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { Command } from 'commander';
import pc from 'picocolors';
import { scaffold, TEMPLATES, type TemplateKind } from '../scaffold/scaffold.js';
import type { LoadedCommand } from './index.js';

interface NewOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `prattle new KIND NAME`: the package of a plugin, ready to be changed. */
export function create(): LoadedCommand {
  const command = new Command('new')
    .argument('<kind>', TEMPLATES.join(', '))
    .argument('<name>', 'of the plugin and its folder: my-model')
    .option('--out <folder>', 'where to put it (default: ./NAME)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  command.action(async (kind: string, name: string, { out = name, json }: NewOptions) => {
    const files = await scaffold(fileStorage(), known(kind), name, out);
    process.stdout.write(json ? `${JSON.stringify({ folder: out, files }, null, 2)}\n` : `${nextSteps(known(kind), name, out)}\n`);
  });
  return { command };
}

const EXAMPLES = `
Examples:
  prattle new model my-model
  prattle new tokenizer syllables --out plugins/syllables`;

/** How each kind is used once it is built. */
const USES: Readonly<Record<TemplateKind, (folder: string, name: string) => string>> = {
  model: (folder) => `prattle train names --model ${folder}`,
  tokenizer: (folder) => `prattle train names --tokenizer ${folder}`,
  backend: (folder) => `prattle train names --backend ${folder}`,
  sampler: (folder) => `prattle sample runs/names --sampler ${folder}`,
  callback: (folder) => `prattle train names --callback ${folder}`,
  dataset: (folder, name) => `prattle train ${name} --plugin ${folder}`,
};

function nextSteps(kind: TemplateKind, name: string, folder: string): string {
  const path = /^[./]/.test(folder) ? folder : `./${folder}`;
  return [
    `${pc.bold(folder)} has a ${kind} that works. Then:`,
    `  cd ${folder} && npm install && npm run build && npm test`,
    `  ${USES[kind](path, name)}`,
  ].join('\n');
}

function known(kind: string): TemplateKind {
  const found = TEMPLATES.find((template) => template === kind);
  if (found) return found;
  throw new UsageError({ package: 'cli', code: 'usage', what: `There is no template for a ${kind}`, remedy: nameRemedy(kind, TEMPLATES) });
}
