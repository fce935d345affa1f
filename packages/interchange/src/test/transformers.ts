import { exportParameters, storedTensors } from '@prattle/checkpoint';
import { createRandom, type DataDescription, type Model } from '@prattle/core';
import { transformer } from '@prattle/models';
import { read, tensor, tidy } from '@prattle/ops';
import { buildFilled } from '@prattle/runs';
import type { PortableModel } from '../portable.js';

export const data: DataDescription = { vocabularySize: 19, contextLength: 12 };

const plugin = transformer();

/** A transformer with random weights, none of them zero or one. */
export async function randomTransformer(settings: Record<string, unknown>): Promise<PortableModel> {
  const random = createRandom('philox', 5);
  const config = plugin.config.parse(settings);
  const model = plugin.build(config, { data, random });
  const tensors = await exportParameters(storedTensors(model), read);
  model.dispose();
  for (const { values } of tensors.values()) {
    const noise = random.normal(values.length, 0, 0.2);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (noise[i] ?? 0);
  }
  return { plugin: plugin.name, config, data, tensors };
}

function rebuilt({ config, data: described, tensors }: PortableModel): Model {
  return buildFilled(plugin, { config, data: described }, tensors);
}

export const ids = Int32Array.from({ length: 2 * 12 }, (_, i) => (i * i + 3 * i) % 19);

/** The logits of two rows of twelve tokens. */
export async function logitsOf(portable: PortableModel): Promise<Float32Array> {
  const model = rebuilt(portable);
  const logits = tidy(() => model.forward(tensor(ids, [2, 12])).logits);
  if (!logits) throw new Error('a transformer without logits');
  const values = await read(logits);
  logits.dispose();
  model.dispose();
  return values as Float32Array;
}

/** The largest difference of two lists, relative to the largest value. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const all = Array.from(a);
  if (all.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(...all.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN)))) / Math.max(...all.map(Math.abs));
}
