import type { TensorArray } from '@prattle/checkpoint';

/** How one tensor differs between two checkpoints. */
export interface ParameterDifference {
  readonly name: string;
  readonly shape: readonly number[];
  /** Norm of b - a over the norm of a; null where the shapes differ or only one of them has the tensor. */
  readonly relative: number | null;
  /** Largest absolute difference of an element. */
  readonly largest: number | null;
  /** Cosine between the two as vectors; null as above, and where one is zero. */
  readonly cosine: number | null;
  readonly status: 'same' | 'changed' | 'other-shape' | 'only-in-first' | 'only-in-second';
}

/** Compares the tensors of two checkpoints by name, in the order of the first. */
export function compareParameters(a: ReadonlyMap<string, TensorArray>, b: ReadonlyMap<string, TensorArray>): ParameterDifference[] {
  const differences = Array.from(a, ([name, first]): ParameterDifference => {
    const second = b.get(name);
    if (!second) return unmatched(name, first, 'only-in-first');
    if (second.shape.join() !== first.shape.join()) return unmatched(name, first, 'other-shape');
    return difference(name, first, second);
  });
  for (const [name, second] of b) if (!a.has(name)) differences.push(unmatched(name, second, 'only-in-second'));
  return differences;
}

function unmatched(name: string, { shape }: TensorArray, status: ParameterDifference['status']): ParameterDifference {
  return { name, shape, status, relative: null, largest: null, cosine: null };
}

function difference(name: string, { values: a, shape }: TensorArray, { values: b }: TensorArray): ParameterDifference {
  let largest = 0;
  let squares = 0;
  let squaresA = 0;
  let squaresB = 0;
  let product = 0;
  for (let i = 0; i < a.length; i++) {
    const first = a[i] ?? 0;
    const second = b[i] ?? 0;
    const change = second - first;
    largest = Math.max(largest, Math.abs(change));
    squares += change * change;
    squaresA += first * first;
    squaresB += second * second;
    product += first * second;
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return {
    name,
    shape,
    status: largest === 0 ? 'same' : 'changed',
    relative: squaresA > 0 ? Math.sqrt(squares / squaresA) : null,
    largest,
    cosine: scale > 0 ? product / scale : null,
  };
}
