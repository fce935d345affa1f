import { defineConfig, defineDataset, definePlugin, encodeText, integer, memoryStorage, type Plugin } from '@prattle/core';
import { words } from '@prattle/datasets';

/** Settings, declared once: each is a flag of `prattle train template-name`. */
const config = defineConfig({
  largest: integer({ default: 20, min: 2, describe: 'Largest number that is added' }),
});

/** Sums, one an item: "2+3=5". Replace it with your own. */
function sums(largest: number): string[] {
  const numbers = Array.from({ length: largest + 1 }, (_, number) => number);
  return numbers.flatMap((a) => numbers.map((b) => `${a}+${b}=${a + b}`));
}

/** `prattle train template-name --plugin ./template-name` */
export default function templateName(): Plugin {
  return definePlugin({
    name: 'template-name',
    datasets: [
      defineDataset({
        name: 'template-name',
        kind: 'words',
        summary: 'Sums of small numbers.',
        licence: 'CC0-1.0',
        config,
        // The kind of data does the rest: it splits, encodes and gives batches. Kinds: text, words, table, dialogs, text-to-number.
        async open(_paths, { largest }) {
          const storage = memoryStorage();
          await storage.write('sums.txt', encodeText(sums(largest).join('\n')));
          return words.open(['sums.txt'], words.config.parse(), { storage });
        },
      }),
    ],
  });
}
