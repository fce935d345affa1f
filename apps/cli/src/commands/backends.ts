import type { Available, BackendPlugin, Unavailable } from '@prattle/core';
import { Command } from 'commander';
import pc from 'picocolors';
import { openRegistry } from '../registry.js';
import { formatTable } from '../terminal/format.js';
import type { LoadedCommand } from './index.js';

interface Row {
  readonly plugin: BackendPlugin;
  readonly probe: Available | Unavailable;
}

/** `prattle backends`: probes each backend and says what is missing. */
export function create(): LoadedCommand {
  const command = new Command('backends').option('--json', 'print JSON').action(async (options: { json?: boolean }) => {
    const plugins = (await openRegistry()).list('backend');
    const rows = await Promise.all(plugins.map(async (plugin): Promise<Row> => ({ plugin, probe: await plugin.probe() })));
    rows.sort((a, b) => priorityOf(b) - priorityOf(a));
    const chosen = rows.find((row) => row.probe.available)?.plugin.name;
    process.stdout.write(options.json ? toJson(rows, chosen) : toText(rows, chosen));
  });
  return { command: command.addHelpText('after', EXAMPLES) };
}

/** What `auto` goes by. */
function priorityOf({ plugin, probe }: Row): number {
  return (probe.available ? probe.priority : undefined) ?? plugin.priority;
}

const EXAMPLES = `
Examples:
  prattle backends
  prattle backends --json`;

function toJson(rows: readonly Row[], chosen: string | undefined): string {
  const backends = rows.map(({ plugin, probe }) => ({
    name: plugin.name,
    summary: plugin.summary,
    auto: plugin.name === chosen,
    ...probe,
  }));
  return `${JSON.stringify({ backends }, null, 2)}\n`;
}

function toText(rows: readonly Row[], chosen: string | undefined): string {
  const table = rows.map(({ plugin, probe }) => [
    probe.available ? (plugin.name === chosen ? '✓ auto' : '✓') : '–',
    plugin.name,
    probe.available ? [probe.device, ...Object.entries(probe.details).map(([name, value]) => `${name} ${value}`)].join(', ') : probe.reason,
  ]);
  const remedies = rows.flatMap(({ plugin, probe }) => (probe.available ? [] : [`${plugin.name}: ${probe.remedy}`]));
  return `${formatTable(table)}\n${remedies.map((line) => pc.dim(`\n${line}`)).join('')}${remedies.length > 0 ? '\n' : ''}`;
}
