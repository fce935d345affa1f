import type { RowForm } from '../backend/kernel-form.js';
import { type Access, groupProgram, itemProgram, type Program, type UniformType } from './program.js';

interface RowSource<B extends Readonly<Record<string, Access>>, U extends Readonly<Record<string, UniformType>>> {
  readonly name: string;
  readonly buffers: B;
  readonly uniforms: U;
  readonly declarations?: string;
  /**
   * What is done for row `row`. Loops over its elements run `for (var c = lane; c < …; c += STEP)`; `total(lane, v)` and
   * `largest(lane, v)` then put the parts together.
   */
  readonly main: string;
}

const alone = `
const STEP = 1u;
fn total(lane: u32, value: f32) -> f32 { return value; }
fn largest(lane: u32, value: f32) -> f32 { return value; }`;

/** A workgroup is one subgroup: its lanes add up without memory, and wait for nobody. */
const inSubgroup = `
const STEP = WORKGROUP;
fn total(lane: u32, value: f32) -> f32 { return subgroupAdd(value); }
fn largest(lane: u32, value: f32) -> f32 { return subgroupMax(value); }`;

/** Pairs are put together in a fixed order, so that results do not change from run to run. */
const together = `
const STEP = WORKGROUP;
var<workgroup> parts: array<f32, WORKGROUP>;
fn total(lane: u32, value: f32) -> f32 {
  parts[lane] = value;
  workgroupBarrier();
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    if (lane < half) { parts[lane] += parts[lane + half]; }
    workgroupBarrier();
  }
  let result = parts[0];
  workgroupBarrier();
  return result;
}
fn largest(lane: u32, value: f32) -> f32 {
  parts[lane] = value;
  workgroupBarrier();
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    if (lane < half) { parts[lane] = max(parts[lane], parts[lane + half]); }
    workgroupBarrier();
  }
  let result = parts[0];
  workgroupBarrier();
  return result;
}`;

/**
 * A program that reduces rows, written once for all forms: a subgroup or a workgroup for a row on GPUs, an invocation for a
 * row on software adapters.
 */
export function rowProgram<const B extends Readonly<Record<string, Access>>, const U extends Readonly<Record<string, UniformType>>>(
  form: RowForm,
  { name, declarations = '', main, ...rest }: RowSource<B, U>,
): Program<B, U> {
  if (form === 'item') {
    return itemProgram({
      ...rest,
      name: `${name} (row an invocation)`,
      workgroup: 16,
      declarations: alone + declarations,
      main: `  let row = i;\n  let lane = 0u;\n${main}`,
    });
  }
  const subgroup = form === 'subgroup';
  return groupProgram({
    ...rest,
    name: `${name} (row a ${subgroup ? 'subgroup' : 'workgroup'})`,
    ...(subgroup && { workgroup: 'subgroup', enable: ['subgroups'] }),
    declarations: (subgroup ? inSubgroup : together) + declarations,
    main: `  let row = group;\n${main}`,
  });
}
