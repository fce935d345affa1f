import { BackendError, type CompiledStep, type StepFunction } from '@prattle/core';
import {
  type backend_util,
  type DataType,
  inner,
  type PrattleKernelBackend,
  RecordedStep,
  type RecordingBackend,
  type TensorInfo,
  util,
} from '@prattle/ops/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { OpenDevice } from '../gpu/device.js';
import type { DeviceGuard } from '../gpu/device-guard.js';
import { grid } from '../program/grid.js';
import { Pipelines } from '../program/pipelines.js';
import type { Program } from '../program/program.js';
import { UniformBuffers } from '../program/uniform-buffers.js';
import { Recorder } from '../replay/recorder.js';
import { moveOut, placeOf } from './arena.js';
import { BufferPool } from './buffer-pool.js';
import { type BufferSource, type Internals, internalsMismatch, internalsOf, type TensorData } from './internals.js';
import type { KernelForms } from './kernel-form.js';
import { fromGpu, hostValues, type Words, wordsOf } from './values.js';

type Values = backend_util.BackendValues;
type DataId = TensorInfo['dataId'];
type RunArguments = Parameters<WebGPUBackend['runWebGPUProgram']>;

/** Commands that are collected before they are submitted: each submission costs, and the device should not wait long. */
const BATCH = 64;

/**
 * The tfjs backend: that of tfjs on a device of our own, with kernels whose commands go between tfjs's own, may have
 * several results, and may write in place.
 */
export class PrattleWebGpuBackend extends WebGPUBackend implements PrattleKernelBackend, RecordingBackend {
  readonly packageName = 'backend-webgpu';
  readonly guard: DeviceGuard;
  readonly hasSubgroups: boolean;
  /** Set while a step is being recorded. */
  recorder: Recorder | undefined;
  closed = false;
  readonly pool: BufferPool;
  readonly #internals: Internals;
  readonly #pipelines: Pipelines;
  readonly #uniforms: UniformBuffers;
  /** Pools of recordings, for the memory report. */
  readonly #privatePools = new Set<BufferPool>();

  /** @throws BackendError when tfjs's backend is not the one that this was written for */
  constructor(
    { device, guard, subgroup }: OpenDevice,
    info: GPUAdapterInfo,
    /** How kernels that have several forms are run. */
    public forms: KernelForms,
  ) {
    super(device, info);
    const mismatch = internalsMismatch(this);
    if (mismatch !== undefined) {
      throw new BackendError({
        package: 'backend-webgpu',
        code: 'unknown-tfjs',
        what: `This version of @tensorflow/tfjs-backend-webgpu is not known: ${mismatch}`,
        remedy: 'Install version 4.22.0 of it.',
      });
    }
    this.guard = guard;
    this.hasSubgroups = subgroup !== undefined;
    this.#internals = internalsOf(this);
    this.#pipelines = new Pipelines(device, guard, subgroup);
    this.#uniforms = new UniformBuffers(device);
    this.pool = new BufferPool(device);
    this.#internals.bufferManager = this.pool;
    this.#internals.tensorToBinding = bindingsOf(this.#internals);
  }

  // ---- what kernels use ----

  /** A new tensor with undefined content. */
  output(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): TensorInfo {
    return this.makeTensorInfo(shape as number[], dtype);
  }

  /** The same data under another shape. */
  share(tensor: TensorInfo, shape: readonly number[]): TensorInfo {
    this.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: shape as number[], dtype: tensor.dtype };
  }

  /**
   * Runs a program on tensors, one for each of its buffers; others are ignored if they are undefined.
   * @param count items, or workgroups, depending on the program
   */
  run<B extends Program['buffers'], U extends Program['uniforms']>(
    program: Program<B, U>,
    tensors: { readonly [Name in keyof B]?: TensorInfo | undefined },
    uniforms: Readonly<Record<keyof U & string, number>>,
    count: number,
  ): void {
    this.guard.check();
    if (count === 0) return;
    const { pipeline, layout } = this.#pipelines.of(program);
    const entries: GPUBindGroupEntry[] = [];
    for (const name in program.buffers) {
      const tensor = tensors[name];
      if (tensor === undefined) throw new Error(`The kernel ${program.name} was not given its buffer ${name}.`);
      entries.push({ binding: entries.length, resource: this.#bindingOf(program, name, tensor) });
    }
    entries.push({ binding: entries.length, resource: { buffer: this.#uniforms.get(program, count, uniforms) } });
    const group = this.device.createBindGroup({ label: program.name, layout, entries });
    const pass = this.#pass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    const [x, y] = grid(groupsOf(program, count));
    pass.dispatchWorkgroups(x, y);
    this.#internals.dispatchCountInPass++;
    if (this.#internals.dispatchCountInPass >= BATCH) this.flush();
  }

  /** Hands waiting commands to the device. */
  flush(): void {
    if (this.#internals.commandEncoder === null) return;
    this.endComputePassEncoder();
    this.submitQueue();
  }

  #bindingOf(program: Program, name: string, tensor: TensorInfo): GPUBufferBinding {
    this.recorder?.uses(tensor);
    this.uploadToGPU(tensor.dataId);
    const data = this.#internals.tensorMap.get(tensor.dataId);
    const access = program.buffers[name] as string;
    if ((data.dtype === 'float32') === access.endsWith('i32')) {
      throw unsupported(`The kernel ${program.name} was given ${data.dtype} data as ${name}`);
    }
    return placeOf(data);
  }

  #pass(): GPUComputePassEncoder {
    this.ensureCommandEncoderReady();
    const inside = this.#internals;
    inside.computePassEncoder ??= (inside.commandEncoder as NonNullable<typeof inside.commandEncoder>).beginComputePass();
    return inside.computePassEncoder;
  }

  // ---- what tfjs uses ----

  override ensureCommandEncoderReady(): void {
    this.#internals.commandEncoder ??= this.recorder?.encoder() ?? this.device.createCommandEncoder();
  }

  override runWebGPUProgram(...[program, inputs, ...rest]: RunArguments): TensorInfo {
    this.guard.check();
    if (this.recorder !== undefined) for (const input of inputs) this.recorder.uses(input);
    return super.runWebGPUProgram(program, inputs, ...rest);
  }

  /** Small operations are computed on the GPU, too: so that their results do not depend on where their inputs happen to be. */
  override shouldExecuteOnCPU(): boolean {
    return false;
  }

  /** Gives a tensor its buffer. Nothing of it goes through the command encoder, where a recording would note it. */
  override uploadToGPU(dataId: DataId): void {
    const data = this.#internals.tensorMap.get(dataId);
    if (data.resource) return;
    // What a recorded step only uses must not lie in the recording's own memory.
    const buffers = this.recorder?.made(dataId) === false ? this.pool : this.#internals.bufferManager;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = buffers.acquireBuffer(4 * util.sizeFromShape(data.shape), usage, data.values != null);
    data.resource = buffer;
    if (data.values == null) return;
    const words = wordsOf(data.values as Values);
    if (buffer.mapState === 'mapped') {
      new Uint32Array(buffer.getMappedRange()).set(new Uint32Array(words.buffer, words.byteOffset, words.length));
      buffer.unmap();
    } else {
      this.#writeBuffer(buffer, words);
    }
    data.values = null;
  }

  override write(values: Values, shape: number[], dtype: DataType): DataId {
    // Inside a kernel (depth above 0) it is a constant of that kernel.
    if (values != null && inner().state.kernelDepth === 0) {
      this.recorder?.refuse('the step makes a tensor from JavaScript values; make it before, or make it an input');
    }
    // A user's array may change before it is uploaded.
    const copy = ArrayBuffer.isView(values) ? (values.slice() as Values) : values;
    const dataId = super.write(copy, shape, dtype);
    this.recorder?.add(dataId);
    return dataId;
  }

  override move(...[dataId, values, shape, dtype, refCount]: Parameters<WebGPUBackend['move']>): void {
    this.recorder?.refuse('the step uses a tensor of another backend');
    super.move(dataId, values, shape, dtype, refCount);
  }

  /** Overwrites a tensor where it is: on the host, until a kernel asks for it. */
  writeInto(dataId: DataId, values: Values): void {
    this.guard.check();
    this.recorder?.refuse('the step overwrites a tensor from JavaScript');
    const data = this.#internals.tensorMap.get(dataId);
    if (data.resource) this.#writeBuffer(data.resource, wordsOf(values), data.offset);
    else data.values = (values as Float32Array).slice();
  }

  #writeBuffer(buffer: GPUBuffer, words: Words, offset = 0): void {
    // It would be written before commands that wait, otherwise.
    this.flush();
    if (words.length > 0) this.queue.writeBuffer(buffer, offset, words);
  }

  /** A copy, taken when it is called: what is overwritten before it arrives does not change it. */
  override async read(dataId: DataId): Promise<Values> {
    this.recorder?.refuse('the step reads a tensor');
    this.guard.check();
    const data = this.#internals.tensorMap.get(dataId);
    const size = util.sizeFromShape(data.shape);
    if (data.values != null || !data.resource || size === 0) return hostValues(data, size);
    if (data.complexTensorInfos !== undefined) return super.read(dataId);
    return fromGpu(await this.#download(data, 4 * size), data.dtype);
  }

  /**
   * Only of what has not been uploaded yet. tfjs has a way to wait for the GPU in browsers, by way of a canvas; on a software
   * adapter it loses the device.
   * @throws BackendError for what lies on the GPU
   */
  override readSync(dataId: DataId): Values {
    this.recorder?.refuse('the step reads a tensor');
    this.guard.check();
    const data = this.#internals.tensorMap.get(dataId);
    const size = util.sizeFromShape(data.shape);
    if (data.values != null || !data.resource || size === 0) return hostValues(data, size);
    throw new BackendError({
      package: 'backend-webgpu',
      code: 'no-sync-read',
      what: 'The values of a tensor on the GPU cannot be waited for',
      remedy: 'Use `await read(tensor)` instead of `readSync(tensor)`.',
    });
  }

  /**
   * Frees a tensor at once, though commands that use its buffer may be waiting: who gets the buffer next only adds
   * commands behind them.
   */
  override disposeData(dataId: DataId, force = false): boolean {
    const { tensorMap, bufferManager } = this.#internals;
    if (!tensorMap.has(dataId)) return true;
    const data = tensorMap.get(dataId);
    data.refCount = force ? 0 : data.refCount - 1;
    if (data.refCount > 0) return false;
    const parts = data.complexTensorInfos;
    if (parts !== undefined) {
      this.disposeData(parts.real.dataId);
      this.disposeData(parts.imag.dataId);
    }
    this.recorder?.gone(dataId);
    if (data.arena !== undefined) {
      data.arena.leave();
    } else if (data.resource && !data.external) {
      if (this.pool.owns(data.resource)) this.pool.releaseBuffer(data.resource);
      else bufferManager.releaseBuffer(data.resource);
    }
    tensorMap.delete(dataId);
    return true;
  }

  override readToGPU(dataId: DataId): ReturnType<WebGPUBackend['readToGPU']> {
    moveOut(this, dataId);
    return super.readToGPU(dataId);
  }

  /** Called by tfjs when the backend is removed. */
  override dispose(): void {
    if (this.closed) return;
    this.closed = true;
    super.dispose();
    for (const pool of this.#privatePools) pool.dispose();
    this.guard.close();
  }

  // ---- what recordings and the plugin use ----

  compile(step: StepFunction): CompiledStep {
    return new RecordedStep(this, step);
  }

  startRecording(): Recorder | undefined {
    return this.recorder === undefined ? new Recorder(this) : undefined;
  }

  trim(): void {
    this.flush();
    this.pool.trim();
  }

  /** What tfjs keeps for a tensor; nothing when it was disposed. */
  dataOf(dataId: DataId): TensorData | undefined {
    return this.#internals.tensorMap.has(dataId) ? this.#internals.tensorMap.get(dataId) : undefined;
  }

  /** A pool for one recording alone. */
  privatePool(): BufferPool {
    const pool = new BufferPool(this.device);
    this.#privatePools.add(pool);
    return pool;
  }

  retire(pool: BufferPool): void {
    if (this.closed) return;
    this.flush();
    pool.dispose();
    this.#privatePools.delete(pool);
  }

  /** Copies a tensor's first bytes into a buffer, in the order of all other commands. */
  copyData(source: TensorData, target: GPUBuffer, to: number, bytes: number): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.#internals.commandEncoder?.copyBufferToBuffer(source.resource as GPUBuffer, source.offset ?? 0, target, to, bytes);
  }

  /** Does something whose tensors outlive the step that is being recorded. Its commands are none of the step's, which is refused. */
  besides(reason: string, run: () => void): void {
    const { recorder } = this;
    recorder?.refuse(reason);
    this.recorder = undefined;
    try {
      this.withBuffers(this.pool, run);
    } finally {
      this.recorder = recorder;
    }
  }

  /** Runs something whose tensors lie in these buffers. */
  withBuffers<Result>(buffers: BufferSource, run: () => Result): Result {
    this.flush();
    try {
      return this.#withBuffers(buffers, run);
    } finally {
      this.flush();
    }
  }

  #withBuffers<Result>(buffers: BufferSource, run: () => Result): Result {
    const before = this.#internals.bufferManager;
    this.#internals.bufferManager = buffers;
    try {
      return run();
    } finally {
      this.#internals.bufferManager = before;
    }
  }

  /** Bytes held on the device, in use or pooled. */
  get reserved(): number {
    let bytes = this.pool.numBytesAllocated;
    for (const pool of this.#privatePools) bytes += pool.numBytesAllocated;
    return bytes;
  }

  async #download(data: TensorData, bytes: number): Promise<ArrayBuffer> {
    const staging = this.pool.acquireBuffer(bytes, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
    this.copyData(data, staging, 0, bytes);
    this.flush();
    try {
      await staging.mapAsync(GPUMapMode.READ);
    } catch (error) {
      // Its reason reaches the guard by way of a promise, too.
      await Promise.resolve();
      this.guard.check();
      throw error;
    }
    this.guard.check();
    const content = staging.getMappedRange().slice(0);
    staging.unmap();
    this.pool.releaseBuffer(staging);
    return content;
  }
}

/** What tfjs's own kernels bind for a tensor: of an arena only the tensor's part. */
function bindingsOf({ tensorToBinding, tensorMap }: Internals): Internals['tensorToBinding'] {
  return function (this: unknown, tensor) {
    const data = tensor && tensorMap.get(tensor.dataId);
    return data?.arena === undefined ? tensorToBinding.call(this, tensor) : placeOf(data);
  };
}

function groupsOf({ unit, workgroup }: Program, count: number): number {
  return unit === 'item' && typeof workgroup === 'number' ? Math.ceil(count / workgroup) : count;
}

function unsupported(what: string): BackendError {
  return new BackendError({ package: 'backend-webgpu', code: 'unsupported-type', what, remedy: 'Cast it to float32 or int32.' });
}
