import { BackendError, type CompiledStep, type HostArray, type StepFunction, type TensorRecord, UsageError } from '@prattle/core';
import type { backend_util, Tensor as TfjsTensor } from '@tensorflow/tfjs-core';
import { tensor } from '../tensors/create.js';
import { keep, tidy } from '../tensors/lifetime.js';
import { type DataId, inner } from './engine.js';

/** The commands of a step, ready to be given again. */
export interface Recording {
  /** Whether everything that the commands use from outside is still where it was. */
  readonly current: boolean;
  replay(): void;
  dispose(): void;
}

/** Watches one run of a step. */
export interface StepRecorder {
  /** Why the step cannot be replayed. */
  readonly reason: string | undefined;
  watch(run: () => void): void;
  /**
   * Ends the recording.
   * @param outputs the data of what the step returned; everything else that it made has to be gone by now
   * @returns nothing when the step cannot be replayed
   */
  finish(outputs: ReadonlySet<object>): Recording | undefined;
  /** Lets go of everything, after a step that failed. */
  abandon(): void;
}

/** What a backend needs for its steps to be recorded. */
export interface RecordingBackend {
  /** The package that errors name. */
  readonly packageName: string;
  readonly closed: boolean;
  /** Begins a recording; nothing while another one is under way. */
  startRecording(): StepRecorder | undefined;
  writeInto(dataId: DataId, values: backend_util.BackendValues): void;
  /** Gives memory back that nobody uses. */
  trim(): void;
}

/** How often recording is tried: a first run may still set things up that later ones only use. */
const ATTEMPTS = 3;

type HostInputs = Readonly<Record<string, HostArray>>;

/** What is kept for one combination of input shapes. */
interface Variant {
  readonly signature: string;
  /** Fixed tensors that every run's inputs are copied into. */
  readonly inputs: Readonly<Record<string, TfjsTensor>>;
  /** Recordings tried since the last replay. */
  attempts: number;
  reason?: string;
  recording?: Recording;
  /** What the last run returned. */
  outputs: TensorRecord;
  /** Those of the outputs that the step made itself. */
  made: readonly TfjsTensor[];
}

/**
 * A step that is recorded on its first run and replayed afterwards: its inputs are copied into fixed tensors, then all
 * of its commands run in one call. There is one recording for every combination of input shapes. A step that cannot be
 * recorded runs as it is written, with the same results, bit for bit.
 */
export class RecordedStep implements CompiledStep {
  #replayed = false;
  #reason: string | undefined;
  #disposed = false;
  readonly #variants = new Map<string, Variant>();

  constructor(
    private readonly backend: RecordingBackend,
    private readonly step: StepFunction,
  ) {}

  get replayed(): boolean {
    return this.#replayed;
  }

  get reason(): string | undefined {
    return this.#reason;
  }

  run(inputs: HostInputs): TensorRecord {
    if (this.#disposed || this.backend.closed)
      throw this.#unusable(this.#disposed ? 'This step has been disposed' : 'The backend of this step has been closed');
    const variant = this.#variant(inputs);
    this.#write(variant, inputs);
    if (variant.recording?.current === false) this.#forget(variant, 'a tensor that the step uses was replaced between runs');
    else if (variant.made.some((output) => output.isDisposed)) this.#forget(variant, 'an output of the step was disposed');
    if (variant.recording !== undefined) {
      variant.recording.replay();
      variant.attempts = 0;
      this.#replayed = true;
      this.#reason = undefined;
    } else {
      this.#runEagerly(variant);
      this.#replayed = false;
      this.#reason = variant.reason;
    }
    return variant.outputs;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const variant of [...this.#variants.values()]) this.#drop(variant);
    if (!this.backend.closed) this.backend.trim();
  }

  #variant(inputs: HostInputs): Variant {
    const signature = Object.entries(inputs)
      .map(([name, { values, shape }]) => `${name}:${values instanceof Int32Array ? 'i' : 'f'}${shape.join('x')}`)
      .join(' ');
    let variant = this.#variants.get(signature);
    if (variant === undefined) {
      variant = { signature, inputs: makeInputs(inputs), attempts: 0, outputs: {}, made: [] };
      this.#variants.set(signature, variant);
    }
    return variant;
  }

  #write(variant: Variant, inputs: HostInputs): void {
    for (const name in inputs) {
      const values = inputs[name]?.values;
      const input = variant.inputs[name];
      if (values === undefined || input === undefined) continue;
      if (values.length !== input.size) {
        throw new UsageError({
          package: this.backend.packageName,
          code: 'bad-shape',
          what: `The input ${name} has ${values.length} values, but its shape [${input.shape}] needs ${input.size}`,
          remedy: 'Give each input the values that its shape says.',
        });
      }
      this.backend.writeInto(input.dataId, values);
    }
  }

  /** Runs the step as it is written, and records it while that is worth trying. */
  #runEagerly(variant: Variant): void {
    disposeOutputs(variant);
    // For a step inside a step there is no recorder: the outer recording has been refused by writing our inputs.
    const recorder = variant.attempts < ATTEMPTS ? this.backend.startRecording() : undefined;
    const firstOwnId = inner().nextTensorId();
    const run = () => {
      variant.outputs = tidy(() => this.step(variant.inputs));
      variant.made = ownOutputs(variant.outputs, firstOwnId);
    };
    try {
      if (recorder === undefined) run();
      else recorder.watch(run);
    } catch (error) {
      recorder?.abandon();
      this.#drop(variant);
      throw error;
    }
    if (recorder === undefined) return;
    variant.attempts++;
    variant.recording = recorder.finish(new Set(variant.made.map(({ dataId }) => dataId)));
    variant.reason = recorder.reason;
  }

  /** Drops a recording that does not hold any more. */
  #forget(variant: Variant, reason: string): void {
    disposeOutputs(variant);
    variant.recording?.dispose();
    variant.recording = undefined;
    variant.reason = reason;
  }

  #unusable(what: string): BackendError {
    return new BackendError({
      package: this.backend.packageName,
      code: 'closed',
      what,
      remedy: 'Open the backend and compile the step again.',
    });
  }

  #drop(variant: Variant): void {
    this.#forget(variant, 'dropped');
    for (const input of Object.values(variant.inputs)) input.dispose();
    this.#variants.delete(variant.signature);
  }
}

function makeInputs(inputs: HostInputs): Record<string, TfjsTensor> {
  const tensors: Record<string, TfjsTensor> = {};
  for (const [name, { values, shape }] of Object.entries(inputs)) tensors[name] = keep(tensor(values, shape)) as TfjsTensor;
  return tensors;
}

/** The tensors among the outputs that the step made itself, taken out of the reach of every `tidy` around it. */
function ownOutputs(outputs: TensorRecord, firstOwnId: number): TfjsTensor[] {
  const own = new Set<TfjsTensor>();
  for (const output of Object.values(outputs) as TfjsTensor[]) {
    if (output.id >= firstOwnId) own.add(keep(output));
  }
  return [...own];
}

function disposeOutputs(variant: Variant): void {
  for (const output of variant.made) output.dispose();
  variant.made = [];
  variant.outputs = {};
}
