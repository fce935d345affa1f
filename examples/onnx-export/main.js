// Trains a model, writes it as model.onnx, and lets onnxruntime run it: any program that reads ONNX can.
import { writeFileSync } from 'node:fs';
import backendWasm from '@prattle/backend-wasm';
import { createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { exportOnnx } from '@prattle/onnx';
import { noGradient, read, tensor } from '@prattle/ops';
import { openTrainRun, resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm()]);
const spec = resolveRun(registry, {
  dataset: { name: 'names', paths: [] },
  model: { name: 'gru', settings: { hidden: 48 } },
  training: { steps: 200, batch: 32, learningRate: 1e-2, seed: 1 },
});
const run = await openTrainRun({ registry, storage: memoryStorage(), run: 'names', spec });
for await (const event of run.events())
  if (event.type === 'done') console.log(`trained, validation loss ${event.finalLosses.validation.toFixed(2)}`);

const { model, tokenizer } = run;
const { bytes, input, output } = await exportOnnx(model, { metadata: { vocabulary: JSON.stringify(tokenizer.toJSON()) } });
writeFileSync('model.onnx', bytes);
console.log(`model.onnx: ${(bytes.length / 1024).toFixed(0)} KB, ${input.name} [${input.shape.join(', ')}] → ${output.name}`);

// Greedy decoding in onnxruntime: the likeliest letter, again and again, until the name is over.
const session = await InferenceSession.create(bytes);
const { end } = tokenizer.special;
const ids = [end, ...tokenizer.encode('mar')];
let logits;
while (ids.length < model.data.contextLength) {
  const feed = new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
  const { [output.name]: result } = await session.run({ [input.name]: feed });
  logits = result.data;
  const last = logits.slice(-tokenizer.vocabularySize);
  const likeliest = last.indexOf(Math.max(...last));
  if (likeliest === end) break;
  ids.push(likeliest);
}
console.log(`onnxruntime writes: ${tokenizer.decode(ids.slice(1))}`);

const ours = await read(noGradient(() => model.forward(tensor(Int32Array.from(ids), [1, ids.length])).logits));
const difference = logits.reduce((most, value, index) => Math.max(most, Math.abs(value - ours[index])), 0);
console.log(`largest difference from Prattle's own logits: ${difference < 1e-4 ? 'below 0.0001' : difference}`);
run.close();
if (difference > 1e-4) process.exitCode = 1;
