import { unreadable } from '../errors.js';
import type { Tensors } from '../portable.js';

/** The shape of a tensor that has to be there. @throws CheckpointError 'mismatch' */
export function shapeOf(tensors: Tensors, name: string): readonly number[] {
  const shape = tensors.get(name)?.shape;
  if (shape?.every((length) => length > 0)) return shape;
  throw unreadable(`The weights lack "${name}", or it is empty`, 'Use the file as it was written, with every shard of it.');
}

/** How many layers there are: one more than the largest number that `pattern` finds in a name. */
export function layersOf(tensors: Tensors, pattern: RegExp): number {
  const layers = new Set([...tensors.keys()].flatMap((name) => pattern.exec(name)?.[1] ?? []));
  return layers.size;
}

/**
 * Sizes that a description gives must be those of the weights: so nothing larger than the file is ever made.
 * @param said what the description says, by the setting's name, beside what the weights have
 */
export function requireSame(file: string, said: Readonly<Record<string, readonly [said: number, found: number]>>): void {
  for (const [name, [claimed, found]] of Object.entries(said)) {
    if (claimed !== found) {
      throw unreadable(
        `${file} says that ${name} is ${claimed}, and by the weights it is ${found}`,
        'Take both files from the same model.',
      );
    }
  }
}

/** Tensors that have to be there with these shapes. @throws CheckpointError 'mismatch' */
export function requireShapes(tensors: Tensors, shapes: Readonly<Record<string, readonly number[]>>): void {
  for (const [name, wanted] of Object.entries(shapes)) {
    const shape = shapeOf(tensors, name);
    if (shape.join() !== wanted.join()) {
      throw unreadable(
        `"${name}" has the shape [${shape}], and should have [${wanted}]`,
        'Use the weights of one model, as they were written.',
      );
    }
  }
}

/** `requireShapes` for every layer. */
export function requireLayers(
  tensors: Tensors,
  layers: number,
  block: (layer: number) => string,
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  for (let layer = 0; layer < layers; layer++) {
    requireShapes(tensors, Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${block(layer)}.${name}.weight`, shape])));
  }
}

/** The matrices of GPT-2's blocks, [outputs, inputs]. */
export function requireGptLayers(
  tensors: Tensors,
  { layers, width, hidden }: { readonly layers: number; readonly width: number; readonly hidden: number },
): void {
  requireLayers(tensors, layers, (layer) => `transformer.h.${layer}`, {
    'attn.c_attn': [3 * width, width],
    'attn.c_proj': [width, width],
    'mlp.c_fc': [hidden, width],
    'mlp.c_proj': [width, hidden],
  });
}
