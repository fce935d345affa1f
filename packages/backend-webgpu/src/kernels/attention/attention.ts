import type { AttentionAttributes, Kernels } from '@prattle/ops';
import type { TensorInfo } from '@prattle/ops/tfjs';
import type { FusedKernels } from '../table.js';
import { factsProgram, keyProgram, queryProgram } from './backward.js';
import { forwardProgram } from './forward.js';
import { attentionCount, type attentionUniforms } from './source.js';

/** Queries, keys and values, wherever they lie, and what they have in common. */
interface Operands {
  readonly q: TensorInfo;
  readonly k: TensorInfo;
  readonly v: TensorInfo;
  readonly batch: number;
  readonly uniforms: Readonly<Record<keyof typeof attentionUniforms, number>>;
}

/** Reference: ops/src/attention/reference.ts. */
export const attentionKernels: Pick<FusedKernels, 'PrattleAttention' | 'PrattleAttentionGradient'> = {
  PrattleAttention({ inputs, attrs, backend }) {
    const { lengths, counter } = inputs;
    const { q, k, v, batch, uniforms } = operandsOf(inputs, attrs);
    const { heads, headWidth, dropout } = attrs;
    const { queries } = uniforms;
    const [y, stats] = [backend.output([batch, queries, heads * headWidth]), backend.output([batch, heads, queries, 2])];
    const form = backend.forms.attention;
    const program = forwardProgram(form, headWidth, lengths !== undefined, dropout > 0);
    backend.run(program, { q, k, v, lengths, counter, y, stats }, uniforms, attentionCount(form, queries, batch * heads));
    return [y, stats];
  },

  PrattleAttentionGradient({ inputs, attrs, backend }) {
    const { q, k, v, batch, uniforms } = operandsOf(inputs, attrs);
    const { dy, y, stats, packed, lengths, counter } = inputs;
    const { heads, keyHeads, headWidth, dropout } = attrs;
    const { queries, keys } = uniforms;
    const facts = backend.output([batch, heads, queries, 4]);
    const factUniforms = { heads, queries, keys };
    backend.run(factsProgram(headWidth, lengths !== undefined), { dy, y, stats, lengths, facts }, factUniforms, batch * heads * queries);
    const operands = { dy, facts, q, k, v, counter };
    const form = backend.forms.attention;
    const dq = backend.output(q.shape);
    backend.run(queryProgram(form, headWidth, dropout > 0), { ...operands, dq }, uniforms, attentionCount(form, queries, batch * heads));
    const [dk, dv] = packed === undefined ? [backend.output(k.shape), backend.output(v.shape)] : [dq, dq];
    const ofKeys = keyProgram(form, headWidth, dropout > 0, packed !== undefined);
    backend.run(ofKeys, { ...operands, dk, dv }, uniforms, attentionCount(form, keys, batch * keyHeads));
    backend.disposeData(facts.dataId);
    return packed === undefined ? [dq, dk, dv] : [dq, null, null];
  },
};

function operandsOf(inputs: Kernels['PrattleAttention']['inputs'], attrs: AttentionAttributes): Operands {
  const { heads, keyHeads, headWidth, scale, causal, dropout, site } = attrs;
  const { packed } = inputs;
  const q = packed ?? inputs.q;
  const k = packed ?? inputs.k;
  const v = packed ?? inputs.v;
  if (q === undefined || k === undefined || v === undefined) throw new Error('Attention needs queries, keys and values.');
  const [batch = 1, queries = 1] = q.shape;
  const [queryWidth, keyWidth] = [heads * headWidth, keyHeads * headWidth];
  const row = queryWidth + 2 * keyWidth;
  const places =
    packed === undefined
      ? { qRow: queryWidth, kRow: keyWidth, kStart: 0, vRow: keyWidth, vStart: 0 }
      : { qRow: row, kRow: row, kStart: queryWidth, vRow: row, vStart: queryWidth + keyWidth };
  return {
    q,
    k,
    v,
    batch,
    uniforms: {
      heads,
      sharing: heads / keyHeads,
      queries,
      keys: k.shape[1] ?? 1,
      causal: causal ? 1 : 0,
      scale,
      rate: dropout,
      site,
      ...places,
    },
  };
}
