import { philox } from '../../program/philox.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { attentionName, attentionUniforms, each, visibility } from './source.js';

const read = {
  dy: 'read f32',
  stats: 'read f32',
  q: 'read f32',
  k: 'read f32',
  v: 'read f32',
} as const;

const options = (lengths: boolean, dropout: boolean) => ({
  ...(lengths && { lengths: 'read i32' as const }),
  ...(dropout && { counter: 'read i32' as const }),
});

/** The gradient of one query, and along with it dy · y, which the keys' gradients need, too. */
export const queryProgram = programFamily((headWidth: number, lengths: boolean, dropout: boolean) => {
  const shape = { headWidth, lengths, dropout };
  return itemProgram({
    name: attentionName('gradient of queries', shape),
    buffers: { ...read, y: 'read f32', ...options(lengths, dropout), dq: 'write f32', along: 'write f32' },
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
  var ds: array<f32, ${headWidth}>;
  var sums: array<f32, ${headWidth}>;
  var dyy = 0.0;
  ${each(headWidth, (d) => `qs[${d}] = q[qAt + ${d}] * u.scale; ds[${d}] = dy[yAt + ${d}]; sums[${d}] = 0.0; dyy += ds[${d}] * y[yAt + ${d}];`)}
  let highest = stats[2u * i];
  let share = stats[2u * i + 1u];
  let end = seen_by(b, query);
  for (var key = 0u; key < end; key++) {
    let kAt = (b * u.keys + key) * u.kRow + u.kStart + head;
    let vAt = (b * u.keys + key) * u.vRow + u.vStart + head;
    var score = 0.0;
    var dweight = 0.0;
    ${each(headWidth, (d) => `score += qs[${d}] * k[kAt + ${d}]; dweight += ds[${d}] * v[vAt + ${d}];`)}
    ${dropout ? 'dweight = select(0.0, dweight / (1.0 - u.rate), keeps(i * u.keys + key, u.site, u.rate));' : ''}
    let dscore = exp(score - highest) * share * (dweight - dyy) * u.scale;
    ${each(headWidth, (d) => `sums[${d}] += dscore * k[kAt + ${d}];`)}
  }
  ${each(headWidth, (d) => `dq[qAt + ${d}] = sums[${d}];`)}
  along[i] = dyy;`,
  });
});

/** The gradients of one key and its value, in buffers of their own or beside each other in the packed one. */
export const keyProgram = programFamily((headWidth: number, lengths: boolean, dropout: boolean, packed: boolean) => {
  const shape = { headWidth, lengths, dropout };
  return itemProgram({
    name: attentionName(`gradient of keys${packed ? ', packed' : ''}`, shape),
    buffers: {
      ...read,
      along: 'read f32',
      ...options(lengths, dropout),
      dk: 'write f32',
      ...(!packed && { dv: 'write f32' }),
    },
    uniforms: attentionUniforms,
    workgroup: 32,
    declarations: visibility(shape) + (dropout ? philox : ''),
    main: `
  let keyHeads = u.heads / u.sharing;
  let key = i % u.keys;
  let keyHead = i / u.keys % keyHeads;
  let b = i / (u.keys * keyHeads);
  let kAt = (b * u.keys + key) * u.kRow + u.kStart + keyHead * ${headWidth}u;
  let vAt = (b * u.keys + key) * u.vRow + u.vStart + keyHead * ${headWidth}u;
  var ks: array<f32, ${headWidth}>;
  var vs: array<f32, ${headWidth}>;
  var dks: array<f32, ${headWidth}>;
  var dvs: array<f32, ${headWidth}>;
  ${each(headWidth, (d) => `ks[${d}] = k[kAt + ${d}] * u.scale; vs[${d}] = v[vAt + ${d}]; dks[${d}] = 0.0; dvs[${d}] = 0.0;`)}
  let first = select(u.queries, first_query(key), key < keys_of(b));
  for (var h = keyHead * u.sharing; h < (keyHead + 1u) * u.sharing; h++) {
    for (var query = first; query < u.queries; query++) {
      let row = (b * u.heads + h) * u.queries + query;
      let qAt = (b * u.queries + query) * u.qRow + h * ${headWidth}u;
      let yAt = ((b * u.queries + query) * u.heads + h) * ${headWidth}u;
      var score = 0.0;
      var dweight = 0.0;
      ${each(headWidth, (d) => `score += ks[${d}] * q[qAt + ${d}]; dweight += vs[${d}] * dy[yAt + ${d}];`)}
      let weight = exp(score - stats[2u * row]) * stats[2u * row + 1u];
      var used = weight;
      ${dropout ? 'let kept = select(0.0, 1.0 / (1.0 - u.rate), keeps(row * u.keys + key, u.site, u.rate)); dweight *= kept; used *= kept;' : ''}
      let dscore = weight * (dweight - along[row]) * u.scale;
      ${each(headWidth, (d) => `dks[${d}] += dscore * q[qAt + ${d}]; dvs[${d}] += used * dy[yAt + ${d}];`)}
    }
  }
  ${each(headWidth, (d) => `dk[kAt + ${d}] = dks[${d}]; ${packed ? 'dk' : 'dv'}[vAt + ${d}] = dvs[${d}];`)}`,
  });
});
