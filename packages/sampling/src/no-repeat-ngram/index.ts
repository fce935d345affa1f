import { defineConfig, integer, type SamplerPlugin } from '@prattle/core';

const config = defineConfig({
  size: integer({
    default: 3,
    min: 1,
    describe: 'No run of so many tokens occurs twice in a text',
    aliases: ['no_repeat_ngram_size'],
  }),
});

/** Bans every token that would repeat a run of `size` tokens of the text so far (Paulus et al. 2017). */
export const noRepeatNgram: SamplerPlugin<typeof config> = {
  name: 'no-repeat-ngram',
  summary: 'No run of tokens occurs twice in a text',
  config,
  create:
    ({ size }) =>
    (logits, { history }) => {
      const begun = history.slice(history.length - (size - 1));
      if (begun.length < size - 1) return;
      const repeated = new Set<number>();
      for (let start = 0; start + size <= history.length; start++) {
        if (begun.every((token, offset) => history[start + offset] === token)) repeated.add(history[start + size - 1] ?? -1);
      }
      // A text so repetitive that every token would repeat goes on as it is.
      if (repeated.size >= logits.length) return;
      for (const token of repeated) logits[token] = Number.NEGATIVE_INFINITY;
    },
};
