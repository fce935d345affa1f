import { defineCallback, defineConfig, definePlugin, encodeText, number, type Plugin } from '@prattle/core';

/** Settings, declared once. */
const config = defineConfig({
  enough: number({ default: 0, min: 0, describe: 'The run ends below this loss; 0: never' }),
});

/** `prattle train names --callback ./template-name` */
export default function templateName(): Plugin {
  return definePlugin({
    name: 'template-name',
    callbacks: [
      defineCallback({
        name: 'template-name',
        summary: 'Ends a run that is good enough, and notes the loss that it ended with.',
        config,
        // Hears every event of a run, and changes nothing but by stopping it. Replace it with your own.
        create({ enough }, { storage, run }) {
          let loss = Number.NaN;
          return async (event, { stop }) => {
            if (event.type === 'step') {
              ({ loss } = event);
              if (loss < enough) stop();
            }
            // What it writes belongs into the folder of the run.
            if (event.type === 'done') await storage.write(`${run}/template-name.txt`, encodeText(`${loss}\n`));
          };
        },
      }),
    ],
  });
}
