import type { Program } from './program.js';

/**
 * The whole WGSL of a program: bindings in order, the uniforms last, and the entry point `main`.
 * @param subgroup lanes of the device's smallest subgroup, for programs that use them
 */
export function assemble({ buffers, uniforms, workgroup, unit, declarations = '', main, enable = [] }: Program, subgroup = 0): string {
  const size = workgroup === 'subgroup' ? subgroup : workgroup;
  const names = Object.keys(buffers);
  const bindings = names.map((name, binding) => {
    const [access, type] = (buffers[name] as string).split(' ');
    return `@group(0) @binding(${binding}) var<storage, ${access === 'read' ? 'read' : 'read_write'}> ${name}: array<${type}>;`;
  });
  const fields = Object.entries(uniforms).map(([name, type]) => `  ${name}: ${type},`);
  return [
    ...enable.map((extension) => `enable ${extension};`),
    'struct Uniforms {',
    '  count: u32,',
    ...fields,
    '}',
    ...bindings,
    `@group(0) @binding(${names.length}) var<uniform> u: Uniforms;`,
    `const WORKGROUP = ${size}u;`,
    declarations,
    `@compute @workgroup_size(${size})`,
    unit === 'item' ? itemEntry(main) : groupEntry(main),
  ].join('\n');
}

// The grid has two dimensions, because one of them alone ends at 65535 workgroups.
const itemEntry = (main: string): string => `
fn main(@builtin(global_invocation_id) grid_place: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>) {
  let i = grid_place.y * (grid.x * WORKGROUP) + grid_place.x;
  if (i >= u.count) { return; }
${main}
}`;

const groupEntry = (main: string): string => `
fn main(
  @builtin(workgroup_id) grid_place: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = grid_place.y * grid.x + grid_place.x;
  if (group >= u.count) { return; }
${main}
}`;
