import {
  type BuildContext,
  type ConfigValues,
  defineConfig,
  defineModel,
  definePlugin,
  type Model,
  number,
  type Plugin,
  type Tensor,
} from '@prattle/core';
import { createParameters, createWindowModel } from '@prattle/nn';
import { embedding } from '@prattle/ops';

/** Settings, declared once: each is a flag of `prattle train`, a row in its help and a field in `run.json`. */
const config = defineConfig({
  spread: number({ default: 0.02, min: 0, describe: 'Standard deviation of the table at the start' }),
});

/** A table of logits: row i says what follows token i. Replace it with your own. */
function build({ spread }: ConfigValues<typeof config>, { data, random }: BuildContext): Model {
  const { vocabularySize } = data;
  const parameters = createParameters(random);
  const table = parameters.add('table.weight', {
    shape: [vocabularySize, vocabularySize],
    role: 'embedding',
    values: random.normal(vocabularySize ** 2, 0, spread),
  });

  // ids [B, T] → logits [B, T, V]
  const logits = (ids: Tensor): Tensor => embedding(ids, table);

  // How many of the last tokens the logits depend on: what decoding has to remember.
  return createWindowModel({ data, parameters, window: 1, logits });
}

/** `prattle train names --model ./template-name` */
export default function templateName(): Plugin {
  return definePlugin({
    name: 'template-name',
    models: [
      defineModel({
        name: 'template-name',
        task: 'next-token',
        summary: 'A table of what follows what.',
        config,
        presets: {},
        build,
        // One batch cannot be learnt below its own entropy by a model that sees a single token.
        expectations: { floor: () => 2 },
      }),
    ],
  });
}
