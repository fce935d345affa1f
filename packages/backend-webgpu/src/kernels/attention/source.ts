import type { KernelForm } from '../../backend/kernel-form.js';
import { philox } from '../../program/philox.js';
import { type Access, groupProgram, itemProgram, type Program } from '../../program/program.js';

/** What attention programs are written for: fixed when they are compiled. */
export interface AttentionShape {
  readonly headWidth: number;
  /** WGSL: how many keys the sequence `b` has. */
  readonly keysOf: string;
  readonly dropout: boolean;
}

export const attentionUniforms = {
  heads: 'u32',
  sharing: 'u32',
  queries: 'u32',
  keys: 'u32',
  causal: 'u32',
  scale: 'f32',
  rate: 'f32',
  site: 'u32',
  qRow: 'u32',
  kRow: 'u32',
  kStart: 'u32',
  vRow: 'u32',
  vStart: 'u32',
} as const;

/** The widest head whose loops are written out: constant places of an array are registers, others are memory. */
const UNROLLED = 64;

/** Code for every element of a head. */
export function each(headWidth: number, code: (d: string) => string): string {
  if (headWidth > UNROLLED) return `for (var d = 0u; d < ${headWidth}u; d++) { ${code('d')} }`;
  return Array.from({ length: headWidth }, (_, d) => code(`${d}u`)).join('\n    ');
}

/** Invocations of a workgroup, each with a query or a key of its own. */
const LANES = 64;

/** Bytes of workgroup memory that every device has. */
const SHARED_BYTES = 16_384;

/** A pair of rows that all invocations of a workgroup read, and where they are read from. */
interface Walk {
  /** How many rows of a tile's two buffers lie in workgroup memory. */
  readonly tile: number;
  readonly declarations: string;
  /** WGSL: the element `d` of the row at hand in the first and the second buffer. */
  readonly first: (d: string) => string;
  readonly second: (d: string) => string;
}

/** What an invocation does: for its own row, with rows from `from` to `limit` going by. */
export interface AttentionSource {
  readonly what: string;
  readonly buffers: Readonly<Record<string, Access>>;
  /** The two buffers whose rows go by. */
  readonly passing: readonly [first: string, second: string];
  /** WGSL expressions for the number of own rows of a head and for its heads. */
  readonly own: string;
  readonly heads: string;
  /** Own state, from `own` (the row), `h` and `b`; ends with `begin` and `end`, the rows that this one meets. */
  readonly prepare: string;
  /** WGSL: from where to where rows have to go by for the own rows `low` to `high`. */
  readonly limits: readonly [from: string, to: string];
  /** Heads that go by, one after the other: for grouped keys, each query head. */
  readonly passes: string;
  /** WGSL: where row `row` of a passing buffer starts, in pass `pass`. */
  readonly places: readonly [first: string, second: string];
  /** What is done when row `row` goes by in pass `pass`. */
  readonly meet: (walk: Pick<Walk, 'first' | 'second'>) => string;
  readonly finish: string;
}

/** The program in one of its forms: a workgroup shares the rows that go by, or every invocation reads them itself. */
export function attentionProgram(form: KernelForm, shape: AttentionShape, source: AttentionSource): Program {
  const { headWidth, dropout } = shape;
  const { buffers, declarations = '' } = { buffers: source.buffers, declarations: visibility(shape) + (dropout ? philox : '') };
  const name = `attention ${source.what}, width ${headWidth}${dropout ? ', dropout' : ''}`;
  if (form === 'item') {
    return itemProgram({
      name: `${name} (alone)`,
      buffers,
      uniforms: attentionUniforms,
      workgroup: 32,
      declarations,
      main: `
  let own = i % ${source.own};
  let h = i / ${source.own} % ${source.heads};
  let b = i / (${source.own} * ${source.heads});
  ${source.prepare}
  for (var pass_ = 0u; pass_ < ${source.passes}; pass_++) {
    for (var row = begin; row < end; row++) {
      let place1 = ${source.places[0]};
      let place2 = ${source.places[1]};
      ${source.meet({ first: (d) => `${source.passing[0]}[place1 + ${d}]`, second: (d) => `${source.passing[1]}[place2 + ${d}]` })}
    }
  }
  ${source.finish}`,
    });
  }
  const tile = Math.max(1, Math.min(32, Math.floor(SHARED_BYTES / (8 * headWidth))));
  return groupProgram({
    name: `${name} (together)`,
    buffers,
    uniforms: attentionUniforms,
    workgroup: LANES,
    declarations: `${declarations}
var<workgroup> tile1: array<f32, ${tile * headWidth}>;
var<workgroup> tile2: array<f32, ${tile * headWidth}>;`,
    main: `
  let blocks = (${source.own} + ${LANES - 1}u) / ${LANES}u;
  let low = group % blocks * ${LANES}u;
  let high = min(low + ${LANES}u, ${source.own}) - 1u;
  let h = group / blocks % ${source.heads};
  let b = group / (blocks * ${source.heads});
  // Invocations beyond the last row follow along with it, and store nothing.
  let own = min(low + lane, high);
  let i = (b * ${source.heads} + h) * ${source.own} + own;
  let alive = low + lane <= high;
  ${source.prepare}
  let from_row = ${source.limits[0]};
  let to_row = ${source.limits[1]};
  for (var pass_ = 0u; pass_ < ${source.passes}; pass_++) {
    for (var start = from_row; start < to_row; start += ${tile}u) {
      let stop = min(start + ${tile}u, to_row);
      for (var e = lane; e < (stop - start) * ${headWidth}u; e += ${LANES}u) {
        let row = start + e / ${headWidth}u;
        tile1[e] = ${source.passing[0]}[${source.places[0]} + e % ${headWidth}u];
        tile2[e] = ${source.passing[1]}[${source.places[1]} + e % ${headWidth}u];
      }
      workgroupBarrier();
      for (var row = max(start, begin); row < min(stop, end); row++) {
        let place = (row - start) * ${headWidth}u;
        ${source.meet({ first: (d) => `tile1[place + ${d}]`, second: (d) => `tile2[place + ${d}]` })}
      }
      workgroupBarrier();
    }
  }
  if (alive) {
    ${source.finish}
  }`,
  });
}

/** Workgroups or items that cover this many own rows in each head of each sequence. */
export function attentionCount(form: KernelForm, rows: number, headsOfAll: number): number {
  return headsOfAll * (form === 'item' ? rows : Math.ceil(rows / LANES));
}

/** How many keys a query sees, from the first on, and from which query on a key is seen. */
function visibility({ keysOf }: AttentionShape): string {
  return `
fn keys_of(b: u32) -> u32 { return ${keysOf}; }
fn seen_by(b: u32, query: u32) -> u32 {
  let all = keys_of(b);
  if (u.causal == 0u) { return all; }
  return min(all, u32(max(i32(query + u.keys) - i32(u.queries) + 1, 0)));
}
fn first_query(key: u32) -> u32 {
  if (u.causal == 0u) { return 0u; }
  return u32(max(i32(key + u.queries) - i32(u.keys), 0));
}`;
}
