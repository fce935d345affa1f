import { philox } from '../../program/philox.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { attentionName, attentionUniforms, each, visibility } from './source.js';

/**
 * One query of one head: the softmax is formed while the keys go by, so that no row of weights is ever stored (Milakov and
 * Gimelshein 2018, arXiv:1805.02867).
 */
export const forwardProgram = programFamily((headWidth: number, lengths: boolean, dropout: boolean) => {
  const shape = { headWidth, lengths, dropout };
  return itemProgram({
    name: attentionName('forward', shape),
    buffers: {
      q: 'read f32',
      k: 'read f32',
      v: 'read f32',
      ...(lengths && { lengths: 'read i32' }),
      ...(dropout && { counter: 'read i32' }),
      y: 'write f32',
      stats: 'write f32',
    },
    uniforms: attentionUniforms,
    workgroup: 32,
    declarations: visibility(shape) + (dropout ? philox : ''),
    main: `
  let query = i % u.queries;
  let h = i / u.queries % u.heads;
  let b = i / (u.queries * u.heads);
  let qAt = (b * u.queries + query) * u.qRow + h * ${headWidth}u;
  let yAt = ((b * u.queries + query) * u.heads + h) * ${headWidth}u;
  let head = h / u.sharing * ${headWidth}u;
  var qs: array<f32, ${headWidth}>;
  var sums: array<f32, ${headWidth}>;
  ${each(headWidth, (d) => `qs[${d}] = q[qAt + ${d}] * u.scale; sums[${d}] = 0.0;`)}
  var highest = -3.0e38;
  var all = 0.0;
  let end = seen_by(b, query);
  for (var key = 0u; key < end; key++) {
    let kAt = (b * u.keys + key) * u.kRow + u.kStart + head;
    let vAt = (b * u.keys + key) * u.vRow + u.vStart + head;
    var score = 0.0;
    ${each(headWidth, (d) => `score += qs[${d}] * k[kAt + ${d}];`)}
    if (score > highest) {
      let shrink = exp(highest - score);
      all *= shrink;
      ${each(headWidth, (d) => `sums[${d}] *= shrink;`)}
      highest = score;
    }
    let weight = exp(score - highest);
    all += weight;
    ${dropout ? 'if (!keeps(i * u.keys + key, u.site, u.rate)) { continue; }' : ''}
    ${each(headWidth, (d) => `sums[${d}] += weight * v[vAt + ${d}];`)}
  }
  let share = select(0.0, 1.0 / all, all > 0.0);
  let factor = share${dropout ? ' / (1.0 - u.rate)' : ''};
  ${each(headWidth, (d) => `y[yAt + ${d}] = sums[${d}] * factor;`)}
  stats[2u * i] = highest;
  stats[2u * i + 1u] = share;`,
  });
});
