// Looks into a trained model: is it well, what surprises it, where does it look? Writes attention.svg beside where it is run.
import { writeFileSync } from 'node:fs';
import backendWasm from '@prattle/backend-wasm';
import { createRandom, createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import { inspectModel, meanBits, nearestRows, tokenTable } from '@prattle/inspection';
import models from '@prattle/models';
import { inspectionFigures, standaloneSvg } from '@prattle/report';
import { openTrainRun, resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';

const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm()]);
const spec = resolveRun(registry, {
  dataset: { name: 'names', paths: [] },
  model: { name: 'transformer', settings: { layers: 2, heads: 2, width: 32 } },
  training: { steps: 300, batch: 32, learningRate: 5e-3, seed: 1 },
});
const run = await openTrainRun({ registry, storage: memoryStorage(), run: 'names', spec });
for await (const event of run.events())
  if (event.type === 'done') console.log(`trained, validation loss ${event.finalLosses.validation.toFixed(2)}`);

const { model, tokenizer, dataset } = run;
const held = dataset.batches('validation', { batch: 32, context: model.data.contextLength, random: createRandom('philox', 1) });
const name = 'marianna';
const tokens = Int32Array.of(tokenizer.special.end, ...tokenizer.encode(name));
const inspection = await inspectModel(model, { batches: [held.next(), held.next()], tokens });

const { health, gradients, parameters, sequence } = inspection;
console.log(
  `${parameters.length} parameters; ${health.healthy ? 'nothing is wrong' : health.findings.map(({ reason }) => reason).join('; ')}`,
);
const weakest = gradients.parameters.reduce((least, one) => (one.size < least.size ? one : least));
console.log(`least of the gradient comes to ${weakest.name}`);

console.log(`"${name}" surprises it by ${meanBits(sequence.surprisals).toFixed(1)} bits a letter:`);
for (const { token, bits, expected } of sequence.surprisals) {
  if (bits === null) continue;
  const guesses = expected.slice(0, 3).map((guess) => `${tokenizer.token(guess.token)} ${(guess.probability * 100).toFixed(0)} %`);
  console.log(`  ${tokenizer.token(token)}  ${bits.toFixed(1).padStart(4)} bits   it expected ${guesses.join(', ')}`);
}

const table = await tokenTable(model);
const [a] = tokenizer.encode('a');
console.log(
  `letters most like "a": ${nearestRows(table, a, 3)
    .map(({ row }) => tokenizer.token(row))
    .join(', ')}`,
);

const figures = inspectionFigures({ title: 'names', subtitle: '', inspection, tokenText: (token) => tokenizer.token(token) });
const { name: figureName, figure } = figures.find((one) => one.name.startsWith('attention'));
writeFileSync('attention.svg', standaloneSvg(figure));
console.log(`attention.svg: ${figureName}, the first of ${figures.length} figures`);
run.close();
