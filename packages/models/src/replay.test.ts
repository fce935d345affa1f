import backendCpu from '@prattle/backend-cpu';
import { type Backend, type CompiledStep, createRandom, type HostArray, type Model, type ModelPlugin, type Tensor } from '@prattle/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import models from './index.js';

const data = { vocabularySize: 11, contextLength: 8, inputs: 3, outputs: 2 };

let backend: Backend | undefined;
let reason = '';
beforeAll(async () => {
  const plugin = backendCpu().backends?.[0];
  const availability = await plugin?.probe();
  if (availability?.available) backend = await plugin?.open();
  else reason = availability?.reason ?? 'no native backend';
});
afterAll(() => backend?.close());

const sizes = new Set(['medium', 'large', 'xlarge', 'baby', 'gpt2']);
const cases = (models().models ?? []).flatMap((plugin) =>
  Object.entries(plugin.presets).flatMap(([preset, { model }]) => (sizes.has(preset) ? [] : [{ plugin, preset, config: model }])),
);

/** Three rows of eight ids, the last of which ends in padding, or three rows of a table. */
function rowsFor({ task }: ModelPlugin): HostArray {
  if (task === 'regression' || task === 'classification')
    return { values: Float32Array.from({ length: 9 }, (_, i) => i / 9), shape: [3, 3] };
  return { values: Int32Array.from({ length: 24 }, (_, i) => (i < 20 ? 1 + (i % 10) : 0)), shape: [3, 8] };
}

function evaluation(model: Model, on: Backend): CompiledStep | undefined {
  return on.compile?.(({ input }) => {
    const { logits, prediction } = model.forward(input as Tensor);
    return { output: (logits ?? prediction) as Tensor };
  });
}

describe.each(cases)('$plugin.name $preset', ({ plugin, preset, config }) => {
  // What was counted is looked up in JavaScript.
  const counted = plugin.name === 'ngram';
  it(`is evaluated in a step that is ${counted ? 'not ' : ''}replayed`, (context) => {
    if (!backend) return context.skip(`needs the native backend: ${reason}`);
    const model = plugin.build(plugin.config.parse(config), { data, random: createRandom('philox', 1) });
    const step = evaluation(model, backend);
    for (let run = 0; run < 4; run++) step?.run({ input: rowsFor(plugin) });
    expect([preset, step?.replayed, counted ? undefined : step?.reason]).toEqual([preset, !counted, undefined]);
    step?.dispose();
    model.dispose();
  });
});
