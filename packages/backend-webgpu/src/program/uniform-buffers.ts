import type { Program } from './program.js';

/** More different sets of uniforms than any model has; shapes that change all the time would pile up beyond it. */
const LIMIT = 4096;

/**
 * Uniform buffers by their content. They never change: the same shapes give the same buffers, nothing is written while
 * commands wait, and a recording can hold on to them.
 */
export class UniformBuffers {
  readonly #buffers = new Map<string, GPUBuffer>();

  constructor(private readonly device: GPUDevice) {}

  get(program: Program, count: number, values: Readonly<Record<string, number>>): GPUBuffer {
    const words = new Uint32Array(Math.ceil((1 + Object.keys(program.uniforms).length) / 4) * 4);
    const [floats, integers] = [new Float32Array(words.buffer), new Int32Array(words.buffer)];
    words[0] = count;
    let at = 1;
    for (const name in program.uniforms) {
      const type = program.uniforms[name];
      const value = values[name];
      if (value === undefined) throw new Error(`The kernel ${program.name} was not given its uniform ${name}.`);
      if (type === 'f32') floats[at++] = value;
      else if (type === 'i32') integers[at++] = value;
      else words[at++] = value;
    }
    const key = words.join();
    let buffer = this.#buffers.get(key);
    if (buffer === undefined) {
      // What was handed out stays valid: who uses it holds it.
      if (this.#buffers.size >= LIMIT) this.#buffers.clear();
      buffer = this.device.createBuffer({
        label: 'uniforms',
        size: words.byteLength,
        usage: GPUBufferUsage.UNIFORM,
        mappedAtCreation: true,
      });
      new Uint32Array(buffer.getMappedRange()).set(words);
      buffer.unmap();
      this.#buffers.set(key, buffer);
    }
    return buffer;
  }
}
