import type { KernelForm } from '../../backend/kernel-form.js';
import { type Access, itemProgram, programFamily } from '../../program/program.js';
import { attentionProgram, each } from './source.js';

/**
 * What both gradients need to know of every query, in one buffer, as every device allows a kernel eight of them: the scaled
 * maximum of its row of scores, 1/sum, dy · y, and how many keys its sequence has.
 */
export const factsProgram = programFamily((headWidth: number, lengths: boolean) =>
  itemProgram({
    name: `attention facts, width ${headWidth}${lengths ? ', lengths' : ''}`,
    buffers: {
      dy: 'read f32',
      y: 'read f32',
      stats: 'read f32',
      ...(lengths && { lengths: 'read i32' }),
      facts: 'write vec4f',
    },
    uniforms: { heads: 'u32', queries: 'u32', keys: 'u32' },
    main: `
  let own = i % u.queries;
  let h = i / u.queries % u.heads;
  let b = i / (u.queries * u.heads);
  let at = ((b * u.queries + own) * u.heads + h) * ${headWidth}u;
  var along = 0.0;
  for (var d = 0u; d < ${headWidth}u; d++) { along += dy[at + d] * y[at + d]; }
  facts[i] = vec4(stats[2u * i], stats[2u * i + 1u], along, ${lengths ? 'f32(clamp(lengths[b], 0, i32(u.keys)))' : 'f32(u.keys)'});`,
  }),
);

/** What both gradients read. */
const buffersOf = (dropout: boolean): Record<string, Access> => ({
  dy: 'read f32',
  facts: 'read vec4f',
  q: 'read f32',
  k: 'read f32',
  v: 'read f32',
  ...(dropout && { counter: 'read i32' }),
});

const keysOf = 'u32(facts[b * u.heads * u.queries].w)';

/** The gradient of one query. */
export const queryProgram = programFamily((form: KernelForm, headWidth: number, dropout: boolean) =>
  attentionProgram(
    form,
    { headWidth, keysOf, dropout },
    {
      what: 'gradient of queries',
      buffers: { ...buffersOf(dropout), dq: 'write f32' },
      passing: ['k', 'v'],
      own: 'u.queries',
      heads: 'u.heads',
      prepare: `
  let qAt = (b * u.queries + own) * u.qRow + h * ${headWidth}u;
  let yAt = ((b * u.queries + own) * u.heads + h) * ${headWidth}u;
  var qs: array<f32, ${headWidth}>;
  var ds: array<f32, ${headWidth}>;
  var sums: array<f32, ${headWidth}>;
  ${each(headWidth, (d) => `qs[${d}] = q[qAt + ${d}] * u.scale; ds[${d}] = dy[yAt + ${d}]; sums[${d}] = 0.0;`)}
  let fact = facts[i];
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
    var dweight = 0.0;
    ${each(headWidth, (d) => `score += qs[${d}] * ${first(d)}; dweight += ds[${d}] * ${second(d)};`)}
    ${dropout ? 'dweight = select(0.0, dweight / (1.0 - u.rate), keeps(i * u.keys + row, u.site, u.rate));' : ''}
    let dscore = exp(score - fact.x) * fact.y * (dweight - fact.z) * u.scale;
    ${each(headWidth, (d) => `sums[${d}] += dscore * ${first(d)};`)}`,
      finish: each(headWidth, (d) => `dq[qAt + ${d}] = sums[${d}];`),
    },
  ),
);

/** The gradients of one key and its value, in buffers of their own or beside each other in the packed one. */
export const keyProgram = programFamily((form: KernelForm, headWidth: number, dropout: boolean, packed: boolean) =>
  attentionProgram(
    form,
    { headWidth, keysOf, dropout },
    {
      what: `gradient of keys${packed ? ', packed' : ''}`,
      buffers: { ...buffersOf(dropout), dk: 'write f32', ...(!packed && { dv: 'write f32' }) },
      passing: ['q', 'dy'],
      own: 'u.keys',
      heads: '(u.heads / u.sharing)',
      prepare: `
  let kAt = (b * u.keys + own) * u.kRow + u.kStart + h * ${headWidth}u;
  let vAt = (b * u.keys + own) * u.vRow + u.vStart + h * ${headWidth}u;
  var ks: array<f32, ${headWidth}>;
  var vs: array<f32, ${headWidth}>;
  var dks: array<f32, ${headWidth}>;
  var dvs: array<f32, ${headWidth}>;
  ${each(headWidth, (d) => `ks[${d}] = k[kAt + ${d}] * u.scale; vs[${d}] = v[vAt + ${d}]; dks[${d}] = 0.0; dvs[${d}] = 0.0;`)}
  let begin = select(u.queries, first_query(own), own < keys_of(b));
  let end = u.queries;`,
      limits: ['first_query(low)', 'u.queries'],
      passes: 'u.sharing',
      places: [
        `(b * u.queries + row) * u.qRow + (h * u.sharing + pass_) * ${headWidth}u`,
        `((b * u.queries + row) * u.heads + h * u.sharing + pass_) * ${headWidth}u`,
      ],
      meet: ({ first, second }) => `
    let at = (b * u.heads + h * u.sharing + pass_) * u.queries + row;
    var score = 0.0;
    var dweight = 0.0;
    ${each(headWidth, (d) => `score += ks[${d}] * ${first(d)}; dweight += vs[${d}] * ${second(d)};`)}
    let fact = facts[at];
    let weight = exp(score - fact.x) * fact.y;
    var used = weight;
    ${dropout ? 'let kept = select(0.0, 1.0 / (1.0 - u.rate), keeps(at * u.keys + own, u.site, u.rate)); dweight *= kept; used *= kept;' : ''}
    let dscore = weight * (dweight - fact.z) * u.scale;
    ${each(headWidth, (d) => `dks[${d}] += dscore * ${first(d)}; dvs[${d}] += used * ${second(d)};`)}`,
      finish: each(headWidth, (d) => `dk[kAt + ${d}] = dks[${d}]; ${packed ? 'dk' : 'dv'}[vAt + ${d}] = dvs[${d}];`),
    },
  ),
);
