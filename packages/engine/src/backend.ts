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
import { Commands } from './commands.js';
import type { Engine, MemoryBlock } from './engine.js';
import { outOfMemory } from './memory/out-of-memory.js';
import { type Block, type ElementType, type MemorySource, Pool } from './memory/pool.js';
import { operationTimes } from './profile.js';
import { DataRecord, type RecordOwner, Records } from './records.js';
import { Recorder } from './replay/recorder.js';
import { StockBackend } from './stock-backend.js';

type Values = backend_util.BackendValues;

/**
 * The tfjs backend: tensors in pooled memory, kernels as commands to an engine. tfjs's own kernels in JavaScript work on
 * it, too: such a kernel waits for pending commands and sees the memory itself.
 */
export class PrattleBackend extends StockBackend implements RecordOwner, PrattleKernelBackend, RecordingBackend {
  readonly packageName = 'engine';
  readonly data: Records;
  readonly commands: Commands;
  /** Set while a step is being recorded. */
  recorder: Recorder | undefined;
  closed = false;
  /** Every command is being measured, so replays have to give them one by one. */
  profiling = false;
  #engine: Engine;
  readonly #memory: MemorySource = {
    allocate: (bytes) => this.#allocate(bytes),
    release: (block) => {
      if (!this.closed) this.#engine.release(block);
    },
    transfers: () => this.#engine.transfers,
  };
  readonly #pool = new Pool(this.#memory);
  readonly #hostFallbacks = new Map<string, number>();
  /** Pools of recordings, for the memory report. */
  readonly #privatePools = new Set<Pool>();

  /** @param operationNames names of the engine's operations beyond those that all have, by opcode */
  constructor(
    engine: Engine,
    private readonly operationNames: ReadonlyMap<number, string> = new Map(),
  ) {
    super();
    this.#engine = engine;
    this.commands = new Commands(engine);
    this.data = new Records(this);
  }

  // ---- what kernels use ----

  /** A new tensor with undefined content. */
  output(shape: readonly number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): TensorInfo {
    const size = util.sizeFromShape(shape as number[]);
    const record = this.data.add(new DataRecord(this.data, dtype, size));
    record.block = (this.recorder?.pool ?? this.#pool).take(size * util.bytesPerElement(dtype));
    this.recorder?.made(record);
    return { dataId: record, shape: shape as number[], dtype };
  }

  /** The tensor's address for commands; 0 for an absent one. */
  address(tensor: TensorInfo | null | undefined): number {
    if (tensor === null || tensor === undefined) return 0;
    const record = this.data.get(tensor.dataId);
    if (record.dtype !== tensor.dtype) throw unsupported(`A kernel was given ${record.dtype} data as ${tensor.dtype}`);
    const block = record.block ?? this.#moveIntoBlock(record);
    if (this.recorder !== undefined && block.pool !== this.recorder.pool) this.recorder.uses(tensor, record, block);
    return block.address;
  }

  /** Of several, by name. */
  addresses<Name extends string>(tensors: Readonly<Record<Name, TensorInfo | null | undefined>>): Record<Name, number> {
    const addresses = {} as Record<Name, number>;
    for (const name in tensors) addresses[name] = this.address(tensors[name]);
    return addresses;
  }

  /** Whether memory that one tensor alone refers to may be overwritten: stock kernels may have made views of it. */
  mayOverwrite(tensor: TensorInfo): boolean {
    return this.data.get(tensor.dataId).block?.seen === false;
  }

  /** The same data under another shape. */
  share(tensor: TensorInfo, shape: readonly number[]): TensorInfo {
    this.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: shape as number[], dtype: tensor.dtype };
  }

  // ---- what tfjs uses ----

  override write(values: Values, shape: number[], dtype: DataType): object {
    this.recorder?.refuse('the step makes a tensor from JavaScript values; make it before, or make it an input');
    const record = this.data.add(new DataRecord(this.data, dtype, util.sizeFromShape(shape)));
    record.array = values;
    // A user's array may change afterwards; what a stock kernel made (depth above 0) is nobody else's.
    if (inner().state.kernelDepth === 0 && isNumeric(dtype)) this.#moveIntoBlock(record);
    return record;
  }

  /** Overwrites a tensor where it is. */
  writeInto(dataId: object, values: Values): void {
    this.beforeJavaScript('the step overwrites a tensor from JavaScript');
    const record = this.data.get(dataId);
    const block = record.block ?? this.#moveIntoBlock(record);
    block.write(record.dtype as ElementType, record.size, values as ArrayLike<number>);
  }

  override move(dataId: object, values: Values, shape: number[], dtype: DataType, refCount: number): void {
    this.recorder?.refuse('the step uses a tensor of another backend');
    const record = new DataRecord(this.data, dtype, util.sizeFromShape(shape));
    record.array = values;
    record.refCount = refCount;
    this.data.set(dataId, record);
  }

  override refCount(dataId: object): number {
    return this.data.has(dataId) ? this.data.get(dataId).refCount : 0;
  }

  override incRef(dataId: object): void {
    this.data.get(dataId).refCount++;
  }

  /** A copy: the memory itself is overwritten by later steps. */
  override readSync(dataId: object): Values {
    const record = this.data.get(dataId);
    this.beforeJavaScript('the step reads a tensor');
    if (record.block !== undefined) return record.block.read(record.dtype as ElementType, record.size);
    const parts = record.complexTensorInfos;
    if (parts !== undefined) return interleave(this.readSync(parts.real.dataId), this.readSync(parts.imag.dataId));
    const values = util.convertBackendValuesAndArrayBuffer(record.array as Values, record.dtype);
    return ArrayBuffer.isView(values) ? values.slice() : values;
  }

  override async read(dataId: object): Promise<Values> {
    const record = this.data.get(dataId);
    if (record.block === undefined) return this.readSync(dataId);
    this.beforeJavaScript('the step reads a tensor');
    return record.block.readLater(record.dtype as ElementType, record.size);
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    const record = this.data.get(dataId);
    record.refCount--;
    if (!force && record.refCount > 0) return false;
    const parts = record.complexTensorInfos;
    if (parts !== undefined) {
      this.disposeData(parts.real.dataId, true);
      this.disposeData(parts.imag.dataId, true);
    }
    this.data.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.data.numDataIds();
  }

  override async time(run: () => void): Promise<{ kernelMs: number }> {
    this.commands.flush();
    const start = performance.now();
    run();
    this.commands.flush();
    return { kernelMs: performance.now() - start };
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] };
  }

  /** Called by tfjs when the backend is removed. Tensors that are still alive stay readable. */
  override dispose(): void {
    this.commands.flush();
    this.#pool.retire();
    this.#engine.close();
    this.closed = true;
  }

  // ---- what records, recordings and the plugin use ----

  compile(step: StepFunction): CompiledStep {
    return new RecordedStep(this, step);
  }

  startRecording(): Recorder | undefined {
    return this.recorder === undefined ? new Recorder(this) : undefined;
  }

  beforeJavaScript(what: string): void {
    this.commands.flush();
    this.recorder?.refuse(what);
  }

  /** One of tfjs's kernels is about to run in JavaScript. */
  beforeJavaScriptKernel(kernelName: string): void {
    this.beforeJavaScript(`the operation ${kernelName} runs in JavaScript on this backend`);
    if (this.#engine.transfers === undefined) return;
    this.#hostFallbacks.set(kernelName, (this.#hostFallbacks.get(kernelName) ?? 0) + 1);
  }

  /** As `Backend.hostFallbacks`. */
  get hostFallbacks(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#hostFallbacks);
  }

  reclaim(record: DataRecord): void {
    const { block } = record;
    record.block = undefined;
    record.array = undefined;
    if (block === undefined) return;
    this.recorder?.gone(record);
    // Commands that use the block may still be waiting.
    if (block.leaves) this.commands.flush();
    block.give();
  }

  /** A pool for one recording alone. */
  privatePool(): Pool {
    const pool = new Pool(this.#memory);
    this.#privatePools.add(pool);
    return pool;
  }

  retire(pool: Pool): void {
    this.commands.flush();
    pool.retire();
    this.#privatePools.delete(pool);
  }

  get collected(): boolean {
    return this.#engine.collected;
  }

  /** Bytes held from the system, in use or pooled. */
  get reserved(): number {
    let bytes = this.#pool.reserved;
    for (const pool of this.#privatePools) bytes += pool.reserved;
    return bytes;
  }

  /** Returns unused memory to the system. */
  trim(): void {
    this.commands.flush();
    this.#pool.trim();
  }

  /** Runs something with every command measured. */
  profile(run: () => void) {
    const engine = this.#engine;
    this.commands.flush();
    engine.profile(true);
    this.profiling = true;
    try {
      run();
      this.commands.flush();
      return { operations: operationTimes(engine.counters(), this.operationNames), peakGflops: engine.measurePeak(engine.threads) };
    } finally {
      this.profiling = false;
      engine.profile(false);
    }
  }

  /**
   * Goes on with another engine: other threads, another instruction set. Tensors and recordings stay as they are, so
   * both engines have to see the same memory, as native ones do.
   */
  use(next: Engine): void {
    this.commands.use(next);
    this.#engine.close();
    this.#engine = next;
  }

  /** When there is no memory left, the pool gives back what it keeps for later. */
  #allocate(bytes: number): MemoryBlock {
    try {
      return this.#engine.allocate(bytes);
    } catch {
      this.trim();
    }
    try {
      return this.#engine.allocate(bytes);
    } catch (error) {
      throw outOfMemory(error, bytes);
    }
  }

  /** Copies an array that JavaScript made to where kernels can address it. */
  #moveIntoBlock(record: DataRecord): Block {
    if (!isNumeric(record.dtype) || record.array === undefined) {
      throw unsupported(`A kernel was given a ${record.dtype} tensor`);
    }
    // The block may be one that waiting commands still read.
    this.commands.flush();
    const block = this.#pool.take(record.size * util.bytesPerElement(record.dtype));
    block.write(record.dtype, record.size, record.array as ArrayLike<number>);
    record.array = undefined;
    record.block = block;
    return block;
  }
}

/** Complex numbers as tfjs hands them out: real and imaginary parts by turns. */
function interleave(real: Values, imaginary: Values): Float32Array {
  return Float32Array.from({ length: 2 * real.length }, (_, i) => Number((i % 2 === 0 ? real : imaginary)[i >> 1]));
}

function isNumeric(dtype: DataType): dtype is ElementType {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

function unsupported(what: string): BackendError {
  return new BackendError({ package: 'engine', code: 'unsupported-type', what, remedy: 'Cast it to float32 or int32.' });
}
