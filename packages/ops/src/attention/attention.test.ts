import { dropoutKeeps } from '@prattle/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tensor } from '../tensors/create.js';
import { createDraw, openReference, stepRandom } from '../testing/index.js';
import { distance, numbers } from '../testing/test-tools.js';
import { attention, attentionPacked, attentionWeights } from './attention.js';

beforeAll(openReference);

interface Setting {
  readonly batch: number;
  readonly queries: number;
  readonly keys: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headWidth: number;
  readonly scale: number;
  readonly causal: boolean;
  readonly lengths?: readonly number[];
  readonly rate: number;
}

const COUNTER = [9, -4, 3, 0] as const;
const SITE = 5;

/** Attention straight from its definition, one number after the other. */
function byDefinition(s: Setting, q: ArrayLike<number>, k: ArrayLike<number>, v: ArrayLike<number>): number[] {
  const y = new Array<number>(s.batch * s.queries * s.heads * s.headWidth).fill(0);
  const at = (values: ArrayLike<number>, length: number, heads: number, b: number, t: number, h: number, d: number) =>
    values[((b * length + t) * heads + h) * s.headWidth + d] ?? Number.NaN;
  for (let b = 0; b < s.batch; b++) {
    for (let h = 0; h < s.heads; h++) {
      const keyHead = Math.floor((h * s.keyHeads) / s.heads);
      for (let i = 0; i < s.queries; i++) {
        const weights = Array.from({ length: s.keys }, (_, j) => {
          if (j >= (s.lengths?.[b] ?? s.keys) || (s.causal && j > i + s.keys - s.queries)) return 0;
          let score = 0;
          for (let d = 0; d < s.headWidth; d++)
            score += at(q, s.queries, s.heads, b, i, h, d) * at(k, s.keys, s.keyHeads, b, j, keyHead, d);
          return Math.exp(score * s.scale);
        });
        const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
        weights.forEach((weight, j) => {
          const element = ((b * s.heads + h) * s.queries + i) * s.keys + j;
          if (s.rate > 0 && !dropoutKeeps(element, SITE, COUNTER[2], [COUNTER[0], COUNTER[1]], s.rate)) return;
          for (let d = 0; d < s.headWidth; d++) {
            const place = ((b * s.queries + i) * s.heads + h) * s.headWidth + d;
            y[place] = (y[place] ?? 0) + ((weight / total) * at(v, s.keys, s.keyHeads, b, j, keyHead, d)) / (1 - s.rate);
          }
        });
      }
    }
  }
  return y;
}

const usual: Setting = { batch: 2, queries: 4, keys: 4, heads: 2, keyHeads: 2, headWidth: 3, scale: 0.6, causal: false, rate: 0 };

describe.each<readonly [string, Setting]>([
  ['every key', usual],
  ['the past', { ...usual, causal: true }],
  ['the past, with a cache', { ...usual, queries: 2, keys: 5, causal: true }],
  ['the past, more queries than keys', { ...usual, queries: 5, keys: 3, causal: true }],
  ['key lengths', { ...usual, lengths: [1, 3] }],
  ['no key at all', { ...usual, lengths: [0, 4] }],
  ['grouped heads', { ...usual, heads: 6, keyHeads: 2, causal: true }],
  ['dropout', { ...usual, rate: 0.4 }],
])('attention to %s', (_, setting) => {
  it('is what its definition says', () => {
    const { batch, queries, keys, heads, keyHeads, headWidth, scale, causal, lengths, rate } = setting;
    const draw = createDraw(3);
    const q = draw.normal([batch, queries, heads * headWidth]);
    const [k, v] = [draw.normal([batch, keys, keyHeads * headWidth]), draw.normal([batch, keys, keyHeads * headWidth])];
    const actual = numbers(() =>
      attention(tensor(q.values, q.shape), tensor(k.values, k.shape), tensor(v.values, v.shape), {
        heads,
        keyHeads,
        scale,
        causal,
        lengths: lengths && tensor(Int32Array.from(lengths), [batch]),
        dropout: rate,
        random: stepRandom(tensor(Int32Array.from(COUNTER), [4]), SITE),
      }),
    );
    expect(distance(actual, byDefinition(setting, q.values, k.values, v.values))).toBeLessThan(1e-5);
  });
});

describe('attention weights', () => {
  it('mix the values as attention does', () => {
    const draw = createDraw(4);
    const [q, k] = [draw.normal([2, 3, 6]), draw.normal([2, 3, 6])];
    // Values that name their place: what comes out is the row of weights.
    const places = Float32Array.from({ length: 2 * 3 * 6 }, (_, i) => (Math.floor(i / 6) % 3 === i % 3 ? 1 : 0));
    const options = () => ({ heads: 2, causal: true, scale: 0.7, lengths: tensor(Int32Array.of(3, 2), [2]) });
    const parts = () => [tensor(q.values, q.shape), tensor(k.values, k.shape)] as const;
    const mixed = numbers(() => attention(...parts(), tensor(places, [2, 3, 6]), options())); // [B, T, H · Tk]
    const weights = numbers(() => attentionWeights(...parts(), options())); // [B, H, T, Tk]
    const at = (b: number, h: number, t: number, key: number) => mixed[(b * 3 + t) * 6 + h * 3 + key] ?? Number.NaN;
    const expected = Array.from({ length: 36 }, (_, i) => at(Math.floor(i / 18), Math.floor(i / 9) % 2, Math.floor(i / 3) % 3, i % 3));
    expect(distance(weights, expected)).toBeLessThan(1e-6);
  });
});

describe('options', () => {
  const x = (width: number) => tensor(createDraw(1).normal([1, 2, width]).values, [1, 2, width]);

  it('scale by the root of the head width by default', () => {
    const [implied, stated] = [undefined, 1 / Math.sqrt(3)].map((scale) => numbers(() => attention(x(6), x(6), x(6), { heads: 2, scale })));
    expect(implied).toEqual(stated);
  });

  it('packed, equal separate ones', () => {
    const qkv = createDraw(2).normal([1, 2, 18]);
    const part = (start: number) =>
      tensor(
        Float32Array.from({ length: 12 }, (_, i) => qkv.values[Math.floor(i / 6) * 18 + start + (i % 6)] ?? 0),
        [1, 2, 6],
      );
    const packed = numbers(() => attentionPacked(tensor(qkv.values, [1, 2, 18]), { heads: 2, causal: true }));
    expect(packed).toEqual(numbers(() => attention(part(0), part(6), part(12), { heads: 2, causal: true })));
  });

  it('that make no sense are refused, with a remedy', () => {
    expect(() => attention(x(6), x(6), x(6), { heads: 4 })).toThrow('[prattle/ops] attention: a width of 6 cannot be shared by 4 heads.');
    expect(() => attention(x(6), x(6), x(6), { heads: 2, keyHeads: 4 })).toThrow('cannot share 4 key heads');
    expect(() => attention(x(6), x(4), x(4), { heads: 2 })).toThrow('do not fit 2 heads');
    expect(() => attention(x(6), x(6), x(6), { heads: 2, dropout: 0.1 })).toThrow('Give random.');
    expect(() => attentionPacked(x(8), { heads: 2 })).toThrow('cannot be shared by 2 heads');
  });
});
