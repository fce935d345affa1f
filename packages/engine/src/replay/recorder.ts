import { type StepRecorder, type TensorInfo, TfjsVariable } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import type { Block, Pool } from '../memory/pool.js';
import type { DataRecord } from '../records.js';
import { RecordedCommands } from './recording.js';

/**
 * Watches a step while it runs: copies its commands, gives it memory of its own, and notes everything from outside whose
 * address is now part of the commands. A step that does what its commands alone cannot repeat is refused; it runs to its
 * end all the same.
 */
export class Recorder implements StepRecorder {
  /** Why the step cannot be replayed. */
  reason: string | undefined;
  /** Where the step's tensors lie: memory that nobody else uses, so that a replay finds it free. */
  readonly pool: Pool;
  readonly #commands: Float64Array[] = [];
  /** Data in the recording's own memory that is still alive. */
  readonly #alive = new Set<DataRecord>();
  /** Data from outside, and its memory, pinned. */
  readonly #external = new Map<DataRecord, Block>();
  /** tfjs variables get other data when they are assigned to. */
  readonly #variables = new Map<TfjsVariable, DataRecord>();

  constructor(private readonly backend: PrattleBackend) {
    this.pool = backend.privatePool();
  }

  /** Runs a step under the recorder's eyes. */
  watch(run: () => void): void {
    const { backend } = this;
    backend.commands.flush();
    backend.recorder = this;
    backend.commands.listener = (words, length) => this.#commands.push(words.slice(0, length));
    try {
      run();
      backend.commands.flush();
    } finally {
      backend.recorder = undefined;
      backend.commands.listener = undefined;
    }
  }

  refuse(reason: string): void {
    this.reason ??= reason;
  }

  /** A tensor was made in the recording's own memory. */
  made(record: DataRecord): void {
    this.#alive.add(record);
  }

  gone(record: DataRecord): void {
    this.#alive.delete(record);
  }

  /** Commands refer to memory from outside the recording. */
  uses(tensor: TensorInfo, record: DataRecord, block: Block): void {
    if (!this.#external.has(record)) {
      block.pin();
      this.#external.set(record, block);
    }
    if (tensor instanceof TfjsVariable) this.#variables.set(tensor, record);
  }

  /**
   * Ends the recording.
   * @param outputs the data of what the step returned; everything else that it made has to be gone by now
   * @returns nothing when the step was refused; `reason` says why
   */
  finish(outputs: ReadonlySet<object>): RecordedCommands | undefined {
    for (const record of this.#alive) {
      if (!outputs.has(record)) this.refuse('the step keeps a tensor that it does not return');
    }
    const recording = new RecordedCommands(this.backend, this.pool, concatenate(this.#commands), this.#external, this.#variables);
    if (!recording.current) this.refuse('the step replaces a tensor that it started with (variable.assign); update it in place');
    if (this.reason === undefined) return recording;
    recording.dispose();
    return undefined;
  }

  /** Lets go of everything, after a step that failed. */
  abandon(): void {
    this.refuse('the step failed');
    this.finish(new Set());
  }
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
