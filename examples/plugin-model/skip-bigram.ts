import {
  type Batch,
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
import { embedding, residualAdd, shiftRight } from '@prattle/ops';

const config = defineConfig({
  spread: number({ default: 0.02, min: 0, describe: 'Standard deviation of the tables at the start' }),
});

/** Two tables of logits, added: one for the last token, one for the token before it. */
function build({ spread }: ConfigValues<typeof config>, { data, random }: BuildContext): Model {
  const { vocabularySize } = data;
  const parameters = createParameters(random);
  const shape = [vocabularySize, vocabularySize];
  const addTable = (name: string) =>
    parameters.add(name, { shape, role: 'embedding', values: random.normal(vocabularySize ** 2, 0, spread) });
  const last = addTable('last.weight');
  const before = addTable('before.weight');

  // ids [B, T] → [B, T, V]
  const logitsOf = (ids: Tensor): Tensor => residualAdd(embedding(ids, last), shiftRight(embedding(ids, before), 1));

  return createWindowModel({ data, parameters, window: 2, logits: logitsOf });
}

/** `prattle train names --model ./examples/plugin-model` */
export default function skipBigram(): Plugin {
  return definePlugin({
    name: 'example-skip-bigram',
    models: [
      defineModel({
        name: 'skip-bigram',
        task: 'next-token',
        summary: 'A bigram that also looks at the token before the last.',
        config,
        presets: {},
        build,
        // It can learn at least what a table of the last token alone can.
        expectations: { floor: (_config, batch) => entropyAfterEachToken(batch) + 0.1 },
      }),
    ],
  });
}

/** The mean surprise, in nats, of targets whose frequencies after each token are known. */
function entropyAfterEachToken({ input, targets }: Batch): number {
  const follows = new Map<number, Map<number, number>>();
  input.values.forEach((token, position) => {
    const counts = follows.get(token) ?? new Map<number, number>();
    const target = targets.values[position] ?? -1;
    follows.set(token, counts.set(target, (counts.get(target) ?? 0) + 1));
  });
  let nats = 0;
  for (const counts of follows.values()) {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    for (const count of counts.values()) nats -= count * Math.log(count / total);
  }
  return nats / input.values.length;
}
