import type { Recording, TensorInfo, TfjsVariable } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../backend/backend.js';
import type { BufferPool } from '../backend/buffer-pool.js';
import { type Command, replay } from './commands.js';

type DataId = TensorInfo['dataId'];

/** The commands of a step, with everything that they rely on. */
export class RecordedCommands implements Recording {
  constructor(
    private readonly backend: PrattleWebGpuBackend,
    /** The buffers that the step itself took. Those that are free now are in use during a replay. */
    private readonly pools: readonly BufferPool[],
    private readonly commands: readonly Command[],
    /** Data from outside and where it lay. */
    private readonly outside: ReadonlyMap<DataId, GPUBuffer>,
    private readonly variables: ReadonlyMap<TfjsVariable, DataId>,
  ) {}

  /** Whether everything from outside is still where it was when the step was recorded. */
  get current(): boolean {
    for (const [dataId, buffer] of this.outside) if (this.backend.dataOf(dataId)?.resource !== buffer) return false;
    for (const [variable, dataId] of this.variables) if (variable.dataId !== dataId) return false;
    return true;
  }

  replay(): void {
    this.backend.flush();
    this.backend.guard.check();
    replay(this.backend.device, this.commands);
  }

  dispose(): void {
    for (const pool of this.pools) this.backend.retire(pool);
  }

  /** Lets go of the recording, but not of these buffers: tensors that live on lie in them. */
  abandon(inUse: ReadonlySet<GPUBuffer | null | undefined>): void {
    for (const pool of this.pools) {
      for (const buffer of inUse) if (buffer) pool.release(buffer);
      this.backend.retire(pool);
    }
  }
}
