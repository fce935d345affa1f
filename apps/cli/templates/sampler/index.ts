import { defineConfig, definePlugin, defineSampler, number, type Plugin } from '@prattle/core';

/** Settings, declared once. */
const config = defineConfig({
  less: number({ default: 2, min: 0, describe: 'Taken off the logit of the token that came last' }),
});

/** `prattle sample runs/names --sampler ./template-name` */
export default function templateName(): Plugin {
  return definePlugin({
    name: 'template-name',
    samplers: [
      defineSampler({
        name: 'template-name',
        summary: 'The last token is less likely to come again at once.',
        config,
        // Changes one row of logits in place, by the tokens so far; -Infinity bans a token. Replace it with your own.
        create:
          ({ less }) =>
          (logits, { history }) => {
            const last = history.at(-1);
            if (last !== undefined) logits[last] = (logits[last] ?? 0) - less;
          },
      }),
    ],
  });
}
