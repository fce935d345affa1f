import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { fill } from '../elementwise/fill.js';
import { sizeOf, widthOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

const lookUp = programFamily((positions: boolean) =>
  itemProgram({
    name: `embedding${positions ? ' with positions' : ''}`,
    buffers: { ids: 'read i32', table: 'read f32', ...(positions && { positions: 'read f32' }), y: 'write f32' },
    uniforms: { width: 'u32', length: 'u32', offset: 'u32' },
    main: `
  let column = i % u.width;
  let token = i / u.width;
  y[i] = table[u32(ids[token]) * u.width + column]${positions ? ' + positions[(u.offset + token % u.length) * u.width + column]' : ''};`,
  }),
);

/** For every token where the same id comes next, and whether it came before: rows without races, whatever the ids. */
const linkTokens = itemProgram({
  name: 'embedding gradient: links',
  buffers: { ids: 'read i32', links: 'write i32' },
  main: `
  let id = ids[i];
  var next = i + 1u;
  while (next < u.count && ids[next] != id) { next++; }
  var before = i;
  while (before > 0u && ids[before - 1u] != id) { before--; }
  links[2u * i] = i32(next);
  links[2u * i + 1u] = i32(before);`,
});

/** The first token of every id adds up the gradients of all that follow. */
const scatter = itemProgram({
  name: 'embedding gradient: rows',
  buffers: { dy: 'read f32', ids: 'read i32', links: 'read i32', dtable: 'write f32' },
  uniforms: { tokens: 'u32', width: 'u32' },
  main: `
  let column = i % u.width;
  let first = i / u.width;
  if (links[2u * first + 1u] > 0) { return; }
  var sum = 0.0;
  for (var token = first; token < u.tokens; token = u32(links[2u * token])) { sum += dy[token * u.width + column]; }
  dtable[u32(ids[first]) * u.width + column] = sum;`,
});

const positionSums = itemProgram({
  name: 'embedding gradient: positions',
  buffers: { dy: 'read f32', dpositions: 'write f32' },
  uniforms: { tokens: 'u32', width: 'u32', length: 'u32', offset: 'u32' },
  main: `
  let column = i % u.width;
  let row = i / u.width;
  var sum = 0.0;
  if (row >= u.offset && row < u.offset + u.length) {
    for (var token = row - u.offset; token < u.tokens; token += u.length) { sum += dy[token * u.width + column]; }
  }
  dpositions[i] = sum;`,
});

/** Reference: ops/src/embedding/reference.ts. */
export const embeddingKernels: Pick<FusedKernels, 'PrattleEmbedding' | 'PrattleEmbeddingGradient'> = {
  PrattleEmbedding({ inputs: { ids, table, positions }, attrs: { offset }, backend }) {
    const width = widthOf(table);
    const y = backend.output([...ids.shape, width]);
    backend.run(lookUp(positions !== undefined), { ids, table, positions, y }, { width, length: widthOf(ids), offset }, sizeOf(y));
    return [y];
  },

  PrattleEmbeddingGradient({ inputs: { dy, ids }, attrs: { rows, positionRows, offset }, backend }) {
    const [tokens, width] = [sizeOf(ids), widthOf(dy)];
    const dtable = fill(backend, backend.output([rows, width]), 0);
    const links = backend.output([tokens, 2], 'int32');
    backend.run(linkTokens, { ids, links }, {}, tokens);
    backend.run(scatter, { dy, ids, links, dtable }, { tokens, width }, tokens * width);
    backend.disposeData(links.dataId);
    return [dtable, positionRows > 0 ? sumPositions(backend, dy, tokens, widthOf(ids), positionRows, offset) : null];
  },
};

function sumPositions(
  backend: PrattleWebGpuBackend,
  dy: TensorInfo,
  tokens: number,
  length: number,
  rows: number,
  offset: number,
): TensorInfo {
  const width = widthOf(dy);
  const dpositions = backend.output([rows, width]);
  backend.run(positionSums, { dy, dpositions }, { tokens, width, length, offset }, rows * width);
  return dpositions;
}
