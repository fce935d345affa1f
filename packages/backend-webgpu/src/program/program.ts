/** How a kernel sees one of its buffers. `write` may also read. */
export type Access = 'read f32' | 'read vec4f' | 'read i32' | 'write f32' | 'write vec4f' | 'write i32';

export type UniformType = 'u32' | 'i32' | 'f32';

type Buffers = Readonly<Record<string, Access>>;
type Uniforms = Readonly<Record<string, UniformType>>;

/** A compute shader, complete but for what `assemble` adds around it. */
export interface Program<B extends Buffers = Buffers, U extends Uniforms = Uniforms> {
  /** Unique among all programs: two programs of one name would share a pipeline. Error messages name it. */
  readonly name: string;
  /** In the order of their bindings. */
  readonly buffers: B;
  readonly uniforms: U;
  /** Invocations in a workgroup; or as many as the device's smallest subgroup has, so that a workgroup is one. */
  readonly workgroup: number | 'subgroup';
  /** Whether `main` is written for an item (`i`), or for a workgroup (`group`, `lane`), which may use barriers. */
  readonly unit: 'item' | 'group';
  /** Functions and workgroup variables. */
  readonly declarations?: string;
  /** What each item does, or each invocation of a group. Of the items, no more than `u.count` are run. */
  readonly main: string;
  /** Language extensions, such as subgroups. */
  readonly enable?: readonly string[];
}

/** The default size of a workgroup: fits every GPU, and fills its lanes. */
const WORKGROUP = 64;

interface ItemSource<B extends Buffers, U extends Uniforms> {
  readonly name: string;
  readonly buffers: B;
  readonly uniforms?: U;
  readonly workgroup?: number | 'subgroup';
  readonly declarations?: string;
  readonly main: string;
  readonly enable?: readonly string[];
}

/** A program that computes items one by one, each by itself: without barriers and without shared memory. */
export function itemProgram<const B extends Buffers, const U extends Uniforms = Record<never, never>>(
  source: ItemSource<B, U>,
): Program<B, U> {
  return { workgroup: WORKGROUP, ...source, uniforms: source.uniforms ?? ({} as U), unit: 'item' };
}

/** A program in which the invocations of a workgroup work together. */
export function groupProgram<const B extends Buffers, const U extends Uniforms = Record<never, never>>(
  source: ItemSource<B, U>,
): Program<B, U> {
  return { workgroup: WORKGROUP, ...source, uniforms: source.uniforms ?? ({} as U), unit: 'group' };
}

/** Programs that differ by a few values: each is written once. The name of each has to tell the values. */
export function programFamily<Arguments extends readonly (string | number | boolean)[], Made extends Program>(
  make: (...values: Arguments) => Made,
): (...values: Arguments) => Made {
  const made = new Map<string, Made>();
  return (...values) => {
    const key = values.join();
    let program = made.get(key);
    if (program === undefined) {
      program = make(...values);
      made.set(key, program);
    }
    return program;
  };
}
