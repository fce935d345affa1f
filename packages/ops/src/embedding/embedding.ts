import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { shapeError } from '../usage.js';
import { embeddingReference } from './reference.js';

export interface EmbeddingOptions {
  /** A table of positions, float32 [longest, C], whose rows `offset` … are added along the last axis of the ids. */
  readonly positions?: Tensor;
  /** The position of the first id: what a decoder with a cache sets. Default 0. */
  readonly offset?: number;
}

const operation: FusedOperation<'PrattleEmbedding', 'PrattleEmbeddingGradient'> = {
  kernel: 'PrattleEmbedding',
  gradientKernel: 'PrattleEmbeddingGradient',
  keeps: ['ids'],
  keepsOutput: () => false,
  gradient({ dy, inputs, attrs }, kernel) {
    const { ids, table, positions } = inputs;
    const [dtable, dpositions] = kernel(
      { dy, ids },
      { rows: table.shape[0] ?? 0, positionRows: positions?.shape[0] ?? 0, offset: attrs.offset },
    );
    return { table: dtable, positions: dpositions };
  },
};

/**
 * Looks rows up: `y = table[ids]`, plus `positions[offset + t]` for the t-th id of each sequence.
 *
 * @param ids int32 [B, T] (or any shape), each on [0, V)
 * @param table float32 [V, C]
 * @returns float32 [..., C]
 * @throws UsageError when a sequence is longer than the table of positions
 */
export function embedding(ids: Tensor, table: Tensor, { positions, offset = 0 }: EmbeddingOptions = {}): Tensor {
  if (table.shape.length !== 2)
    throw shapeError('embedding', `the table [${table.shape}] is not a matrix`, 'Give one of shape [vocabulary, width].');
  if (positions !== undefined) checkPositions(ids, positions, offset);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return embeddingReference(ids, table, positions, offset);
  const inputs =
    positions === undefined ? { ids: real(ids), table: real(table) } : { ids: real(ids), table: real(table), positions: real(positions) };
  return runFused(operation, kernel, inputs, { offset });
}

function checkPositions(ids: Tensor, positions: Tensor, offset: number): void {
  const length = ids.shape.at(-1) ?? 0;
  const longest = positions.shape[0] ?? 0;
  if (offset < 0 || offset + length > longest) {
    throw shapeError(
      'embedding',
      `positions ${offset} to ${offset + length - 1} do not fit a table of ${longest}`,
      `Feed at most ${longest} tokens.`,
    );
  }
}
