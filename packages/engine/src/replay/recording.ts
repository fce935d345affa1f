import type { Recording, TfjsVariable } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import type { CapturedCommands, Engine } from '../engine.js';
import type { Block, Pool } from '../memory/pool.js';
import type { DataRecord } from '../records.js';

/** The commands of a step, with everything that the addresses in them rely on. */
export class RecordedCommands implements Recording {
  /** The engine that the commands have run on, and what it made of them where it prepares commands that run often. */
  #engine: Engine;
  #captured: CapturedCommands | undefined;

  constructor(
    private readonly backend: PrattleBackend,
    /** The memory that the step itself took. Blocks that are free now are in use during a replay. */
    private readonly pool: Pool,
    private readonly commands: Float64Array,
    /** Data from outside and its pinned memory. */
    private readonly external: ReadonlyMap<DataRecord, Block>,
    private readonly variables: ReadonlyMap<TfjsVariable, DataRecord>,
  ) {
    this.#engine = backend.commands.engine;
  }

  /** Whether everything from outside is still where it was when the step was recorded. */
  get current(): boolean {
    for (const record of this.external.keys()) if (!record.live) return false;
    for (const [variable, record] of this.variables) if (variable.dataId !== record) return false;
    return true;
  }

  replay(): void {
    const { commands, profiling } = this.backend;
    const { engine } = commands;
    if (engine === this.#engine && engine.capture !== undefined && !profiling) {
      commands.flush();
      this.#captured ??= engine.capture(this.commands);
      this.#captured.run();
      return;
    }
    if (engine !== this.#engine) this.#release();
    this.#engine = engine;
    commands.replay(this.commands);
  }

  dispose(): void {
    this.backend.commands.flush();
    this.#release();
    for (const block of this.external.values()) block.unpin();
    this.backend.retire(this.pool);
  }

  #release(): void {
    this.#captured?.release();
    this.#captured = undefined;
  }
}
