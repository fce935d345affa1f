import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeDevice } from '../test/fake-device.js';
import { assemble } from './assemble.js';
import { groupProgram, itemProgram, programFamily } from './program.js';
import { UniformBuffers } from './uniform-buffers.js';

const scale = itemProgram({
  name: 'scale',
  buffers: { x: 'read f32', ids: 'read i32', y: 'write f32' },
  uniforms: { by: 'f32', shift: 'i32' },
  main: '  y[i] = x[i] * u.by;',
});

describe('a program', () => {
  it('is complete WGSL: buffers in order, uniforms last, items guarded', () => {
    const code = assemble(scale);
    expect(code).toContain('@group(0) @binding(0) var<storage, read> x: array<f32>;');
    expect(code).toContain('@group(0) @binding(1) var<storage, read> ids: array<i32>;');
    expect(code).toContain('@group(0) @binding(2) var<storage, read_write> y: array<f32>;');
    expect(code).toContain('@group(0) @binding(3) var<uniform> u: Uniforms;');
    expect(code).toMatch(/struct Uniforms \{\s+count: u32,\s+by: f32,\s+shift: i32,\s+\}/);
    expect(code).toContain('if (i >= u.count) { return; }');
  });

  it('of a group knows its group and lane', () => {
    const code = assemble(groupProgram({ name: 'g', buffers: { y: 'write f32' }, workgroup: 32, main: '  y[group] = f32(lane);' }));
    expect(code).toContain('@compute @workgroup_size(32)');
    expect(code).toContain('@builtin(local_invocation_index) lane');
  });

  it('of a family is made once for the same values', () => {
    const family = programFamily((width: number, bias: boolean) => itemProgram({ name: `f ${width} ${bias}`, buffers: {}, main: '' }));
    expect(family(3, true)).toBe(family(3, true));
    expect(family(3, true)).not.toBe(family(3, false));
  });
});

describe('uniforms', () => {
  beforeAll(() => {
    if (!('GPUBufferUsage' in globalThis)) vi.stubGlobal('GPUBufferUsage', { UNIFORM: 0x40 });
  });

  it('of one content are one buffer', () => {
    const device = new FakeDevice();
    const uniforms = new UniformBuffers(device.asDevice());
    const first = uniforms.get(scale, 5, { by: 0.5, shift: -1 });
    expect(uniforms.get(scale, 5, { by: 0.5, shift: -1 })).toBe(first);
    expect(uniforms.get(scale, 6, { by: 0.5, shift: -1 })).not.toBe(first);
    const content = first.getMappedRange();
    expect([new Uint32Array(content)[0], new Float32Array(content)[1], new Int32Array(content)[2]]).toEqual([5, 0.5, -1]);
    expect(device.created).toHaveLength(2);
  });

  it('that are missing are named', () => {
    const uniforms = new UniformBuffers(new FakeDevice().asDevice());
    expect(() => uniforms.get(scale, 1, { by: 1 })).toThrow('The kernel scale was not given its uniform shift.');
  });
});
