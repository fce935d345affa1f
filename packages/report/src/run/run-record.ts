import { decodeText, joinPath, type Storage, type TrainingEvent, UsageError } from '@prattle/core';
import { type LossPoint, lossCurve } from '@prattle/inspection';
import { type RunSpec, runFiles } from '@prattle/runs';

/** What a run's folder tells of how it was trained. */
export interface RunRecord {
  readonly path: string;
  readonly spec: RunSpec;
  readonly events: readonly TrainingEvent[];
  readonly curve: readonly LossPoint[];
}

/**
 * Reads a run's settings and the events that it logged. A last line that was only half written is passed over.
 * @throws UsageError when the folder holds no run that was trained
 */
export async function readRunRecord(storage: Storage, path: string): Promise<RunRecord> {
  const [specFile, metricsFile] = [runFiles.spec(path), runFiles.metrics(path)];
  if (!(await storage.exists(specFile)) || !(await storage.exists(metricsFile))) {
    throw new UsageError({
      package: 'report',
      code: 'not-a-run',
      what: `There is no run in ${path}`,
      remedy: `Name a folder that \`prattle train\` wrote: it holds ${joinPath(path, 'run.json')} and ${joinPath(path, 'metrics.jsonl')}.`,
    });
  }
  const spec = parseSpec(decodeText(await storage.read(specFile)), specFile);
  const events = decodeText(await storage.read(metricsFile))
    .split('\n')
    .flatMap(parseEvent);
  return { path, spec, events, curve: lossCurve(events) };
}

function parseSpec(text: string, file: string): RunSpec {
  try {
    const spec: RunSpec = JSON.parse(text);
    if (typeof spec.model.name === 'string' && typeof spec.dataset.name === 'string' && typeof spec.training === 'object') return spec;
  } catch (cause) {
    throw damaged(file, cause);
  }
  throw damaged(file);
}

function damaged(file: string, cause?: unknown): UsageError {
  return new UsageError({
    package: 'report',
    code: 'damaged',
    what: `${file} does not hold the settings of a run`,
    remedy: 'Restore the file, or name another run.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** JSON has no NaN: a loss that was lost comes back as null. */
function parseEvent(line: string): TrainingEvent[] {
  try {
    const event: unknown = JSON.parse(line, (key, value) =>
      value === null && (key === 'loss' || key === 'gradientNorm') ? Number.NaN : value,
    );
    return typeof event === 'object' && event !== null && 'type' in event && 'step' in event ? [event as TrainingEvent] : [];
  } catch {
    return [];
  }
}
