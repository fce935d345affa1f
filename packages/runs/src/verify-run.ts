import { exportParameters, loadCheckpoint, storedTensors } from '@prattle/checkpoint';
import { CheckpointError, decodeText, type StepEvent, type Storage } from '@prattle/core';
import { read } from '@prattle/ops';
import { runFiles, type SavedCheckpoint, savedCheckpoints } from './folder.js';
import { openTrainRun, type TrainRunOptions } from './train-run.js';

/** What came of replaying a part of a run. */
export interface Verification {
  /** The step of the checkpoint that the replay began with, and how many steps it took. */
  readonly from: number;
  readonly steps: number;
  /** The checkpoint that the replay arrived at, and was compared with; none if none was saved there. */
  readonly arrivedAt: string | undefined;
  /** What is not the same, bit for bit. Empty: the run can be repeated. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly step: number;
  /** `loss`, `gradientNorm`, or the name of a parameter. */
  readonly what: string;
  readonly recorded?: number;
  readonly replayed?: number;
}

export interface VerifyOptions extends Omit<TrainRunOptions, 'resume' | 'dry'> {
  /** How many steps are replayed. */
  readonly steps: number;
}

/**
 * Takes steps of a run again, from a checkpoint on the way, and compares with what the run recorded then: losses, norms of
 * gradients and, where it arrives at another checkpoint, parameters. Writes nothing.
 *
 * @throws CheckpointError when no checkpoint has so many recorded steps after it
 */
export async function verifyRun({ steps, ...options }: VerifyOptions): Promise<Verification> {
  const { storage, run } = options;
  const recorded = await recordedSteps(storage, run);
  const last = Math.max(0, ...recorded.keys());
  const checkpoints = await savedCheckpoints(storage, run);
  const [start] = checkpoints.filter(({ step }) => step + steps <= last).sort((a, b) => b.step - a.step);
  if (!start) throw nothingToReplay(run, steps, last, checkpoints);
  const end = start.step + steps;
  const arrived = checkpoints.find(({ step }) => step === end);
  const differences: Difference[] = [];
  const training = await openTrainRun({ ...options, resume: start.name, dry: true });
  try {
    for await (const event of training.events()) {
      if (event.type !== 'step') continue;
      differences.push(...differencesOf(event, recorded.get(event.step)));
      if (event.step < end) continue;
      // Where losses arrive late the model is further on by now.
      if (arrived && training.backend.capabilities.synchronousReads && training.spec.training.averageDecay === 0) {
        const saved = await loadCheckpoint(storage, runFiles.checkpoint(run, arrived.name));
        const replayed = await exportParameters(storedTensors(training.model), read);
        for (const [name, { values }] of saved.model) {
          if (!isSame(values, replayed.get(name)?.values)) differences.push({ step: end, what: name });
        }
      }
      break;
    }
  } finally {
    training.close();
  }
  return { from: start.step, steps, arrivedAt: arrived && runFiles.checkpoint(run, arrived.name), differences };
}

type Recorded = Pick<StepEvent, 'step' | 'loss' | 'gradientNorm'>;

/** The steps in a run's metrics by number. A killed session may have left half a line. */
async function recordedSteps(storage: Storage, run: string): Promise<Map<number, Recorded>> {
  const steps = new Map<number, Recorded>();
  for (const line of decodeText(await storage.read(runFiles.metrics(run))).split('\n')) {
    try {
      const event = JSON.parse(line);
      if (event.type === 'step') steps.set(event.step, event);
    } catch {}
  }
  return steps;
}

function* differencesOf({ step, loss, gradientNorm }: StepEvent, recorded: Recorded | undefined): Generator<Difference> {
  if (!recorded) return;
  if (loss !== recorded.loss) yield { step, what: 'loss', recorded: recorded.loss, replayed: loss };
  if (gradientNorm === undefined || recorded.gradientNorm === undefined || gradientNorm === recorded.gradientNorm) return;
  yield { step, what: 'gradientNorm', recorded: recorded.gradientNorm, replayed: gradientNorm };
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number> | undefined): boolean {
  if (a.length !== b?.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

function nothingToReplay(run: string, steps: number, last: number, checkpoints: readonly SavedCheckpoint[]): CheckpointError {
  const first = Math.min(...checkpoints.map(({ step }) => step));
  return new CheckpointError({
    package: 'runs',
    code: 'not-found',
    what: `No checkpoint in ${run} has ${steps} recorded steps after it`,
    remedy:
      first < last
        ? `Replay at most ${last - first} steps.`
        : 'Train with --checkpoint-every, so that there are checkpoints to begin with.',
  });
}
