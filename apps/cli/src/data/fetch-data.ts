import type { Storage } from '@prattle/core';
import { fetchDataset } from '@prattle/datasets';
import type { Command } from 'commander';
import { formatBytes } from '../terminal/format.js';
import { onInterrupt } from '../terminal/interrupt.js';
import { progressLine } from '../terminal/progress-line.js';

/** `prattle data fetch NAME`: downloads a dataset, or the rest of it. */
export function addFetch(command: Command, storage: Storage): void {
  command
    .command('fetch')
    .description('Download a dataset that is not shipped')
    .argument('<name>', 'name of the dataset')
    .option('--json', 'print where it is as JSON')
    .action(async (name: string, { json }: { readonly json?: boolean }) => {
      const progress = progressLine();
      const interrupt = onInterrupt();
      try {
        const report = (done: number, total: number) => progress.show(`${name}: ${formatBytes(done)} of ${formatBytes(total)}`);
        const file = await fetchDataset(name, { storage, report, signal: interrupt.signal });
        progress.clear();
        process.stdout.write(json ? `${JSON.stringify(file)}\n` : `${name}: ${formatBytes(file.bytes)} in ${file.path}\n`);
      } finally {
        progress.clear();
        interrupt.dispose();
      }
    });
}
