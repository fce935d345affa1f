import { type StepRecorder, type TensorInfo, TfjsVariable } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../backend/backend.js';
import type { BufferPool } from '../backend/buffer-pool.js';
import type { BufferSource, CommandEncoder } from '../backend/internals.js';
import { type Command, listeningEncoder } from './commands.js';
import { RecordedCommands } from './recorded-commands.js';

type DataId = TensorInfo['dataId'];

/**
 * Watches a step while it runs: notes its commands, gives it buffers of its own, and notes every buffer from outside that
 * the commands use. A step that does what its commands alone cannot repeat is refused; it runs to its end all the same.
 */
export class Recorder implements StepRecorder {
  /** Why the step cannot be replayed. */
  reason: string | undefined;
  readonly #commands: Command[] = [];
  /** Where the step's tensors lie: buffers that nobody else uses, so that a replay finds them free. */
  readonly #pool: BufferPool;
  /** Constants and uniforms: written once, and never given to another tensor. */
  readonly #constants: BufferPool;
  /** Data that the step made and that is still alive. */
  readonly #alive = new Set<DataId>();
  readonly #outside = new Map<DataId, GPUBuffer>();
  /** tfjs variables get other data when they are assigned to. */
  readonly #variables = new Map<TfjsVariable, DataId>();

  constructor(private readonly backend: PrattleWebGpuBackend) {
    this.#pool = backend.privatePool();
    this.#constants = backend.privatePool();
  }

  /** Runs a step under the recorder's eyes. */
  watch(run: () => void): void {
    const { backend } = this;
    backend.flush();
    backend.recorder = this;
    try {
      backend.withBuffers(this.#buffers(), run);
    } finally {
      backend.recorder = undefined;
    }
  }

  refuse(reason: string): void {
    this.reason ??= reason;
  }

  encoder(): CommandEncoder {
    return listeningEncoder(this.backend.device.createCommandEncoder(), this.#commands);
  }

  add(dataId: DataId): void {
    this.#alive.add(dataId);
  }

  gone(dataId: DataId): void {
    this.#alive.delete(dataId);
  }

  /** Whether the step made this data. */
  made(dataId: DataId): boolean {
    return this.#alive.has(dataId);
  }

  /** Commands use this tensor. */
  uses(tensor: TensorInfo): void {
    const { dataId } = tensor;
    if (tensor instanceof TfjsVariable) this.#variables.set(tensor, dataId);
    if (this.#alive.has(dataId) || this.#outside.has(dataId)) return;
    this.backend.uploadToGPU(dataId);
    const buffer = this.backend.dataOf(dataId)?.resource;
    if (buffer) this.#outside.set(dataId, buffer);
  }

  /**
   * Ends the recording.
   * @param outputs the data of what the step returned; everything else that it made has to be gone by now
   * @returns nothing when the step was refused; `reason` says why
   */
  finish(outputs: ReadonlySet<object>): RecordedCommands | undefined {
    const { backend } = this;
    for (const dataId of this.#alive) {
      const data = backend.dataOf(dataId);
      // Its buffer goes with the recording, or with the last who holds it: never back to the pool of all.
      if (data !== undefined) data.external = true;
      if (!outputs.has(dataId)) this.refuse('the step keeps a tensor that it does not return');
    }
    const pools = [this.#pool, this.#constants];
    const recording = new RecordedCommands(backend, pools, this.#commands, this.#outside, this.#variables);
    if (!recording.current) this.refuse('the step replaces a tensor that it started with (variable.assign); update it in place');
    if (this.reason === undefined) return recording;
    recording.abandon(new Set([...this.#alive].map((dataId) => backend.dataOf(dataId)?.resource)));
    return undefined;
  }

  /** Lets go of everything, after a step that failed. */
  abandon(): void {
    this.refuse('the step failed');
    this.finish(new Set());
  }

  #buffers(): BufferSource {
    const [pool, constants] = [this.#pool, this.#constants];
    return {
      acquireBuffer(size, usage, mappedAtCreation = false, reuse = true) {
        const constant = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0;
        return constant ? constants.acquireBuffer(size, usage, mappedAtCreation, false) : pool.acquireBuffer(size, usage, false, reuse);
      },
      releaseBuffer(buffer, reuse) {
        if (pool.owns(buffer)) pool.releaseBuffer(buffer, reuse);
      },
      get numBytesUsed() {
        return pool.numBytesUsed + constants.numBytesUsed;
      },
      get numBytesAllocated() {
        return pool.numBytesAllocated + constants.numBytesAllocated;
      },
      dispose() {}, // The recording disposes both.
    };
  }
}
