import type { AttentionAttributes } from '@prattle/ops';
import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import { expectSize, expectType, refuse } from './shapes.js';
import type { FusedKernels } from './table.js';

const BYTES = 4;

export const attentionKernels: Pick<FusedKernels, 'PrattleAttention' | 'PrattleAttentionGradient'> = {
  PrattleAttention({ inputs, attrs, backend }) {
    const { batch, queryTime, addresses, geometry } = layOut('PrattleAttention', inputs, attrs, backend);
    const y = backend.output([batch, queryTime, attrs.heads * attrs.headWidth]);
    const stats = backend.output([batch, attrs.heads, queryTime, 2]);
    backend.commands.encode('attention', { y: backend.address(y), stats: backend.address(stats), ...addresses, ...geometry });
    return [y, stats];
  },

  PrattleAttentionGradient({ inputs, attrs, backend }) {
    const { dy, y, stats, packed, q, k, v } = inputs;
    const { batch, queryTime, addresses, geometry, offsets } = layOut('PrattleAttentionGradient', inputs, attrs, backend);
    for (const [name, tensor] of Object.entries({ dy, y }))
      expectSize('PrattleAttentionGradient', name, tensor, batch * queryTime * attrs.heads * attrs.headWidth);
    const gradients = (packed === undefined ? [q, k, v] : [packed]).map((input) => backend.output(input?.shape ?? []));
    const [dq = 0, dk = dq + offsets.k, dv = dq + offsets.v] = gradients.map((gradient) => backend.address(gradient));
    backend.commands.encode('attentionGradient', {
      dq,
      dk,
      dv,
      ...backend.addresses({ dy, y, stats }),
      ...addresses,
      ...geometry,
    });
    const [first, second = null, third = null] = gradients;
    return [first as TensorInfo, second, third];
  },
};

interface AttentionInputs {
  readonly packed?: TensorInfo;
  readonly q?: TensorInfo;
  readonly k?: TensorInfo;
  readonly v?: TensorInfo;
  readonly lengths?: TensorInfo;
  readonly counter?: TensorInfo;
}

/** Where q, k and v lie, packed beside each other or apart: the arguments that both commands share. */
function layOut(kernel: string, inputs: AttentionInputs, attrs: AttentionAttributes, backend: PrattleBackend) {
  const { heads, keyHeads, headWidth, scale, causal, dropout, site } = attrs;
  const queryWidth = heads * headWidth;
  const keyWidth = keyHeads * headWidth;
  if (heads % keyHeads !== 0) refuse(kernel, `${heads} heads cannot share ${keyHeads} key heads`);
  const { packed, q, k, v, lengths, counter } = inputs;
  const separate = packed === undefined;
  if (separate && (q === undefined || k === undefined || v === undefined))
    refuse(kernel, 'neither packed nor all of q, k and v were given');

  const packedWidth = queryWidth + 2 * keyWidth;
  const [queryTensor, keyTensor, valueTensor] = separate ? [q, k, v] : [packed, packed, packed];
  const [batch = 0, queryTime = 0] = queryTensor?.shape ?? [];
  const keyTime = keyTensor?.shape[1] ?? 0;
  const widths = separate ? [queryWidth, keyWidth, keyWidth] : [packedWidth, packedWidth, packedWidth];
  for (const [index, tensor] of [queryTensor, keyTensor, valueTensor].entries()) {
    if (tensor === undefined) continue;
    expectType(kernel, 'qkv'[index] ?? '', tensor, 'float32');
    expectSize(kernel, 'qkv'[index] ?? '', tensor, batch * (index === 0 ? queryTime : keyTime) * (widths[index] ?? 0));
  }
  if (lengths !== undefined) {
    expectType(kernel, 'lengths', lengths, 'int32');
    expectSize(kernel, 'lengths', lengths, batch);
  }
  if (dropout > 0 && counter === undefined) refuse(kernel, 'dropout needs a counter');

  const [strideQ = 0, strideK = 0, strideV = 0] = widths;
  const offsets = separate ? { k: 0, v: 0 } : { k: queryWidth * BYTES, v: (queryWidth + keyWidth) * BYTES };
  return {
    batch,
    queryTime,
    offsets,
    addresses: {
      q: backend.address(queryTensor),
      k: backend.address(keyTensor) + offsets.k,
      v: backend.address(valueTensor) + offsets.v,
      lengths: backend.address(lengths),
      counter: dropout > 0 ? backend.address(counter) : 0,
    },
    geometry: {
      batch,
      heads,
      keyHeads,
      headWidth,
      queryTime,
      keyTime,
      strideQ,
      strideK,
      strideV,
      batchQ: queryTime * strideQ,
      batchK: keyTime * strideK,
      batchV: keyTime * strideV,
      scale,
      causal: causal ? 1 : 0,
      dropout,
      site,
    },
  };
}
