import type { KernelForm } from '../../backend/kernel-form.js';
import { programFamily } from '../../program/program.js';
import { attentionProgram, each } from './source.js';

/**
 * One query of one head: the softmax is formed while the keys go by, so that no row of weights is ever stored (Milakov and
 * Gimelshein 2018, arXiv:1805.02867).
 */
export const forwardProgram = programFamily((form: KernelForm, headWidth: number, lengths: boolean, dropout: boolean) =>
  attentionProgram(
    form,
    { headWidth, keysOf: lengths ? 'min(u.keys, u32(max(lengths[b], 0)))' : 'u.keys', dropout },
    {
      what: `forward${lengths ? ', lengths' : ''}`,
      buffers: {
        q: 'read f32',
        k: 'read f32',
        v: 'read f32',
        ...(lengths && { lengths: 'read i32' }),
        ...(dropout && { counter: 'read i32' }),
        y: 'write f32',
        stats: 'write f32',
      },
      passing: ['k', 'v'],
      own: 'u.queries',
      heads: 'u.heads',
      prepare: `
  let qAt = (b * u.queries + own) * u.qRow + h * ${headWidth}u;
  let yAt = ((b * u.queries + own) * u.heads + h) * ${headWidth}u;
  var qs: array<f32, ${headWidth}>;
  var sums: array<f32, ${headWidth}>;
  ${each(headWidth, (d) => `qs[${d}] = q[qAt + ${d}] * u.scale; sums[${d}] = 0.0;`)}
  var highest = -3.0e38;
  var all = 0.0;
  let begin = 0u;
  let end = seen_by(b, own);`,
      limits: ['0u', 'seen_by(b, high)'],
      passes: '1u',
      places: [
        `(b * u.keys + row) * u.kRow + u.kStart + h / u.sharing * ${headWidth}u`,
        `(b * u.keys + row) * u.vRow + u.vStart + h / u.sharing * ${headWidth}u`,
      ],
      meet: ({ first, second }) => `
    var score = 0.0;
    ${each(headWidth, (d) => `score += qs[${d}] * ${first(d)};`)}
    if (score > highest) {
      let shrink = exp(highest - score);
      all *= shrink;
      ${each(headWidth, (d) => `sums[${d}] *= shrink;`)}
      highest = score;
    }
    let weight = exp(score - highest);
    all += weight;
    ${dropout ? 'if (!keeps(i * u.keys + row, u.site, u.rate)) { continue; }' : ''}
    ${each(headWidth, (d) => `sums[${d}] += weight * ${second(d)};`)}`,
      finish: `
  let share = select(0.0, 1.0 / all, all > 0.0);
  let factor = share${dropout ? ' / (1.0 - u.rate)' : ''};
  ${each(headWidth, (d) => `y[yAt + ${d}] = sums[${d}] * factor;`)}
  stats[2u * i] = highest;
  stats[2u * i + 1u] = share;`,
    },
  ),
);
