import { defineConfig, defineDataset, definePlugin, encodeText, integer, memoryStorage, type Plugin } from '@prattle/core';
import { words } from '@prattle/datasets';

const config = defineConfig({
  largest: integer({ default: 999, min: 20, max: 999, describe: 'Largest number that is written out' }),
});

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** 342 → "three hundred and forty-two" */
function inWords(number: number): string {
  if (number < 20) return SMALL[number] ?? '';
  if (number < 100) return [TENS[Math.floor(number / 10)], ...(number % 10 === 0 ? [] : [SMALL[number % 10]])].join('-');
  const hundreds = `${inWords(Math.floor(number / 100))} hundred`;
  return number % 100 === 0 ? hundreds : `${hundreds} and ${inWords(number % 100)}`;
}

/** `prattle train number-words --plugin ./examples/plugin-dataset` */
export default function numberWords(): Plugin {
  return definePlugin({
    name: 'example-number-words',
    datasets: [
      defineDataset({
        name: 'number-words',
        kind: 'words',
        summary: 'Numbers and how they are said: "342 three hundred and forty-two".',
        licence: 'CC0-1.0',
        config,
        // Items are made here; splitting, encoding and batches come from the kind of data.
        async open(_paths, { largest }) {
          const storage = memoryStorage();
          const items = Array.from({ length: largest + 1 }, (_, number) => `${number} ${inWords(number)}`);
          await storage.write('numbers.txt', encodeText(items.join('\n')));
          return words.open(['numbers.txt'], words.config.parse(), { storage });
        },
      }),
    ],
  });
}
