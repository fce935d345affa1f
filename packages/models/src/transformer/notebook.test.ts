import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import backendCpu from '@prattle/backend-cpu';
import backendWasm from '@prattle/backend-wasm';
import { type Backend, createRandom } from '@prattle/core';
import { readSync, tensor, tidy } from '@prattle/ops';
import { expect, it } from 'vitest';
import transformer from './index.js';

/** Not part of the repository; where it is absent the test is passed over. */
const text = fileURLToPath(new URL('../../../../../shared/data/tinyshakespeare/input.txt', import.meta.url));
const recorded = fileURLToPath(new URL('../../../testing/fixtures/golden/notebook_losses.json', import.meta.url));

const BATCH = 16;
const ESTIMATES = 200;

it('starts at the losses that the notebook printed, to four decimals', async (context) => {
  if (!existsSync(text)) context.skip('tinyshakespeare is not on this machine; the golden fixtures compare the model with PyTorch');
  const backend = await openBest();
  const { data, vocabularySize } = encode(readFileSync(text, 'utf8'));
  const { runs } = JSON.parse(readFileSync(recorded, 'utf8'));
  const { block, heads, steps } = runs.baseline;
  const plugin = transformer();
  // Parameters first, then the batches of the estimate: all from one generator.
  const random = createRandom('torch', 1337);
  const config = plugin.config.parse({ ...plugin.presets.notebook?.model, heads });
  const model = plugin.build(config, { data: { vocabularySize, contextLength: block }, random });
  const border = Math.floor(0.9 * data.length);
  const losses = [data.subarray(0, border), data.subarray(border)].map((split) => {
    let sum = 0;
    for (let i = 0; i < ESTIMATES; i++) {
      const starts = random.integers(BATCH, 0, split.length - block);
      sum += tidy(() => {
        const rows = (shift: number) =>
          tensor(
            Int32Array.from({ length: BATCH * block }, (_, at) => split[(starts[Math.floor(at / block)] ?? 0) + (at % block) + shift] ?? 0),
            [BATCH, block],
          );
        const { loss } = model.forward(rows(0), { targets: rows(1) });
        return loss ? (readSync(loss)[0] ?? Number.NaN) : Number.NaN;
      });
    }
    return (sum / ESTIMATES).toFixed(4);
  });
  expect(losses).toEqual(steps['0'].map((loss: number) => loss.toFixed(4)));
  model.dispose();
  backend.close();
});

async function openBest(): Promise<Backend> {
  const [native] = backendCpu().backends ?? [];
  if (native && (await native.probe()).available) return native.open();
  const [portable] = backendWasm().backends ?? [];
  if (!portable) throw new Error('no backend');
  return portable.open();
}

/** Characters in the order of their code points, as the notebook numbers them. */
function encode(content: string): { readonly data: Int32Array; readonly vocabularySize: number } {
  const characters = [...new Set(content)].sort();
  const ids = new Map(characters.map((character, id) => [character, id]));
  return { data: Int32Array.from(content, (character) => ids.get(character) ?? 0), vocabularySize: characters.length };
}
