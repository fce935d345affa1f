import type { Kind, Registry } from '@prattle/core';
import { Command } from 'commander';
import pc from 'picocolors';
import { addPlugins } from '../plugins.js';
import { openRegistry } from '../registry.js';
import { formatTable } from '../terminal/format.js';
import type { LoadedCommand } from './index.js';

interface PluginsOptions {
  readonly plugin?: readonly string[];
  readonly json?: boolean;
}

const KINDS: readonly Kind[] = ['model', 'tokenizer', 'dataset', 'backend', 'sampler', 'callback'];

/** `prattle plugins`: everything that can be named, and which plugin brings it. */
export function create(): LoadedCommand {
  const command = new Command('plugins')
    .option('--plugin <module>', 'also those of a package, folder or file; may be repeated', (value, before: string[] = []) => [
      ...before,
      value,
    ])
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  command.action(async ({ plugin = [], json }: PluginsOptions) => {
    const registry = await openRegistry();
    await addPlugins(registry, plugin);
    const rows = rowsOf(registry);
    process.stdout.write(json ? `${JSON.stringify({ plugins: rows }, null, 2)}\n` : `${asText(rows)}\n`);
  });
  return { command };
}

const EXAMPLES = `
Examples:
  prattle plugins
  prattle plugins --plugin ./my-model --json`;

interface Row {
  readonly kind: Kind;
  readonly name: string;
  readonly from: string;
  readonly summary: string;
}

function rowsOf(registry: Registry): Row[] {
  return KINDS.flatMap((kind) =>
    registry.names(kind).map((name) => {
      const { summary } = registry.get(kind, name);
      return { kind, name, from: registry.origin(kind, name) ?? '', summary };
    }),
  );
}

/** By kind; what a thing is stands last, so that narrow terminals may break it. */
function asText(rows: readonly Row[]): string {
  return KINDS.flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    return own.length === 0
      ? []
      : [`${pc.bold(`${kind}s`)}\n${formatTable(own.map(({ name, from, summary }) => [`  ${name}`, from, pc.dim(summary)]))}`];
  }).join('\n\n');
}
