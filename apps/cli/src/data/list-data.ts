import type { Registry, Storage } from '@prattle/core';
import { downloadableData } from '@prattle/datasets';
import type { Command } from 'commander';
import { formatBytes, formatTable } from '../terminal/format.js';

/** `prattle data list`: the datasets that are known by name. */
export function addList(command: Command, registry: Registry, storage: Storage): void {
  command
    .command('list')
    .description('List the datasets that are known by name')
    .option('--json', 'print it as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const downloads = await downloadableData(storage);
      const named = registry.list('dataset').filter(({ name, kind }) => name !== kind);
      const rows = named.map(({ name, kind, summary, licence, source }) => {
        const file = downloads.find((one) => one.name === name);
        const place = file === undefined ? { here: true } : { here: file.here, path: file.path, bytes: file.bytes, sha256: file.sha256 };
        return { name, kind, summary, licence, source, ...place };
      });
      if (json) {
        process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
        return;
      }
      const table = rows.map((row) => [row.name, row.kind, whereIs(row), row.summary]);
      process.stdout.write(`${formatTable([['name', 'kind', 'here', 'what'], ...table])}\n`);
    });
}

function whereIs({ here, bytes, path }: { readonly here: boolean; readonly bytes?: number; readonly path?: string }): string {
  if (bytes === undefined) return 'yes';
  return here ? (path ?? 'yes') : `no, ${formatBytes(bytes)}: prattle data fetch`;
}
