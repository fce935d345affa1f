/** What attention programs are written for: fixed when they are compiled. */
export interface AttentionShape {
  readonly headWidth: number;
  readonly lengths: boolean;
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

export function attentionName(what: string, { headWidth, lengths, dropout }: AttentionShape): string {
  return `attention ${what}, width ${headWidth}${lengths ? ', lengths' : ''}${dropout ? ', dropout' : ''}`;
}

/** How many keys a query sees, from the first on, and from which query on a key is seen. */
export function visibility({ lengths }: AttentionShape): string {
  return `
fn keys_of(b: u32) -> u32 { return ${lengths ? 'min(u.keys, u32(max(lengths[b], 0)))' : 'u.keys'}; }
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
