import type { DeviceGuard } from '../gpu/device-guard.js';
import { assemble } from './assemble.js';
import type { Program } from './program.js';

export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Programs as pipelines of one device, each compiled when it is first used. */
export class Pipelines {
  readonly #compiled = new Map<string, Pipeline>();

  constructor(
    private readonly device: GPUDevice,
    private readonly guard: DeviceGuard,
    private readonly subgroup?: number,
  ) {}

  of(program: Program): Pipeline {
    let compiled = this.#compiled.get(program.name);
    if (compiled === undefined) {
      compiled = this.guard.watch(program.name, () => this.#compile(program));
      this.#compiled.set(program.name, compiled);
    }
    return compiled;
  }

  #compile(program: Program): Pipeline {
    const { name: label, buffers } = program;
    const accesses = Object.values(buffers);
    // Stated, not inferred: an inferred layout lacks the buffers that the shader happens not to use.
    const layout = this.device.createBindGroupLayout({
      label,
      entries: [
        ...accesses.map((access, binding): GPUBindGroupLayoutEntry => {
          return {
            binding,
            visibility: GPUShaderStage.COMPUTE,
            buffer: { type: access.startsWith('read') ? 'read-only-storage' : 'storage' },
          };
        }),
        { binding: accesses.length, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform' } },
      ],
    });
    const pipeline = this.device.createComputePipeline({
      label,
      layout: this.device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
      compute: { module: this.device.createShaderModule({ label, code: assemble(program, this.subgroup) }), entryPoint: 'main' },
    });
    return { pipeline, layout };
  }
}
