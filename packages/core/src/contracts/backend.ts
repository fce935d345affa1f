import type { ConfigSchema } from '../config/schema.js';
import type { HostArray, Tensor } from './tensor.js';

/** What a backend can do, as data. */
export interface BackendCapabilities {
  /** 'cpu', 'gpu' … */
  readonly device: 'cpu' | 'gpu';
  /** `compile` records a step and replays it. */
  readonly replay: boolean;
  /** Kernels of `@prattle/ops` that run fused; every other one runs its composed reference. */
  readonly fusedKernels: readonly string[];
  /** Reading a result back is immediate (no queue to wait for). */
  readonly synchronousReads: boolean;
}

export interface Available {
  readonly available: true;
  /** What would be used, in words: "AMD EPYC (2 cores, AVX-512)". */
  readonly device: string;
  /** Facts worth a line in `prattle backends`: instruction set, threads, memory, driver. */
  readonly details: Readonly<Record<string, string | number>>;
  /** In place of the plugin's priority where what was found is worth less: a GPU that the processor only imitates. */
  readonly priority?: number;
}

export interface Unavailable {
  readonly available: false;
  readonly reason: string;
  /** What to do about it, as one sentence. */
  readonly remedy: string;
}

export interface BackendMemory {
  /** Live tensors. */
  readonly tensors: number;
  /** Bytes held by live tensors. */
  readonly bytes: number;
  /** Bytes that the backend keeps from the system, live or pooled. */
  readonly reserved: number;
}

/** Tensors by name; what a step takes and gives back. */
export type TensorRecord = Readonly<Record<string, Tensor>>;

/**
 * A step as a function of its named inputs. Everything that changes from step to step (tokens, targets, learning rate,
 * dropout counter) is an input; everything else (parameters, optimiser state) is updated in place.
 */
export type StepFunction = (inputs: TensorRecord) => TensorRecord;

export interface CompiledStep {
  /**
   * Runs the step on these inputs. The returned tensors belong to the compiled step and are overwritten by the next
   * run; read what you need before it.
   */
  run(inputs: Readonly<Record<string, HostArray>>): TensorRecord;
  /** Whether the last run was a replay; if not, why the step cannot be recorded. */
  readonly replayed: boolean;
  readonly reason?: string;
  dispose(): void;
}

/** Where the time of a run went. */
export interface BackendProfile {
  /** Longest first. */
  readonly operations: readonly OperationTime[];
  /** The largest rate of multiplications and additions that the device reaches, measured, in GFLOP/s. */
  readonly peakGflops: number;
}

export interface OperationTime {
  /** Matrix products are called `gemm`. */
  readonly name: string;
  readonly calls: number;
  readonly milliseconds: number;
  /** Its rate of multiplications and additions, for the operations that consist of them. */
  readonly gflops?: number;
}

/** An open backend. It is also the current tfjs backend until another is opened or it is closed. */
export interface Backend {
  readonly name: string;
  readonly device: string;
  readonly capabilities: BackendCapabilities;
  /** As in `Available.details`, for what was actually opened. */
  readonly details: Readonly<Record<string, string | number>>;
  memory(): BackendMemory;
  /** Records the step on its first run and replays it afterwards, where it can; runs it eagerly where not. */
  compile(step: StepFunction): CompiledStep;
  /**
   * Operations that ran on the host although their tensors are on a device, by name, and how often since it was opened:
   * each waits for the device and copies. Absent where the backend cannot tell.
   */
  hostFallbacks?(): Readonly<Record<string, number>>;
  /** Runs something and says where the time went. Absent where it cannot be told. */
  profile?(run: () => void): BackendProfile;
  close(): void;
}

export interface BackendPlugin<Options extends object = BackendOptions> {
  /** No underscore: tfjs splits kernel keys on it. */
  readonly name: string;
  readonly summary: string;
  /** `auto` takes the available backend with the highest priority; a probe may find that it deserves a lower one. */
  readonly priority: number;
  /** Settings of its own beside those that every backend understands: `open` takes their values as further options. */
  readonly config?: ConfigSchema;
  /** Has no side effects and never throws. */
  probe(): Promise<Available | Unavailable>;
  open(options?: Options): Promise<Backend>;
}

/** Options that every backend understands; a backend ignores what does not concern it. */
export interface BackendOptions {
  /** CPU threads. Default: the number of cores, at most 8. Results do not depend on it. */
  readonly threads?: number;
  /** Force a lower instruction set ('avx512', 'avx2', 'baseline'): for tests and measurements. */
  readonly instructionSet?: string;
}
