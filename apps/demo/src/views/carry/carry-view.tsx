import { useState } from 'preact/hooks';
import type { Lab } from '../../lab/client.js';
import type { DataFile, RunCard } from '../../lab/protocol.js';
import { FileDrop } from '../../parts/file-drop.js';
import { Problem } from '../../parts/problem.js';
import type { TrainingStore } from '../train/training-store.js';
import { saveFile } from './save-file.js';

export interface CarryViewProps {
  readonly lab: Lab;
  readonly runs: readonly RunCard[];
  readonly training: TrainingStore;
  /** The runs are not what they were. */
  onChange(): void;
}

/** Runs leave for the command line, and come from there. */
export function CarryView({ lab, runs, training, onChange }: CarryViewProps) {
  const [command, setCommand] = useState<string>();
  const [taken, setTaken] = useState<RunCard>();
  const [error, setError] = useState<string>();
  const attempt = async (action: () => Promise<void>) => {
    try {
      setError(undefined);
      await action();
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    }
  };
  const download = (run: string) =>
    attempt(async () => {
      const exported = await lab.ask('exportRun', [run]);
      saveFile(exported.name, exported.zip);
      setCommand(exported.command);
    });
  const remove = (run: string) =>
    attempt(async () => {
      await lab.ask('removeRun', [run]);
      onChange();
    });
  const take = (files: readonly DataFile[]) =>
    attempt(async () => {
      const card = await lab.ask('importRun', [files]);
      setTaken(card);
      await training.restore(card.run);
      onChange();
    });
  const own = runs.filter(({ builtIn }) => !builtIn);
  return (
    <section class="narrow">
      <h1>Carry on elsewhere</h1>
      {error && <Problem text={error} />}
      <h2>To the command line</h2>
      {own.length === 0 ? (
        <p>
          There is no run of yours yet. <a href="#train">Train one</a>.
        </p>
      ) : (
        <ul class="runs">
          {own.map(({ run, family, step }) => (
            <li key={run}>
              <b>{run}</b>{' '}
              <small>
                {family}, {step} steps
              </small>
              <button type="button" class="primary" onClick={() => download(run)}>
                Download {run}
              </button>
              <button type="button" onClick={() => remove(run)}>
                Delete {run}
              </button>
            </li>
          ))}
        </ul>
      )}
      {command && (
        <p role="status">
          Unpack it, and go on where you unpacked it with <code>{command} --steps 10000</code>
        </p>
      )}
      <h2>From the command line</h2>
      <p>
        Give the folder that <code>prattle train</code> made, or a zip of it. It is read in this tab and kept on this device. To go on with
        a run of your own files, drop them beside it.
      </p>
      <FileDrop label="Drop a run or a zip here" multiple onFiles={take} />
      <FileDrop label="Or choose a folder" folder onFiles={take} />
      {taken && (
        <p role="status">
          {taken.run} is here: {taken.family}, {taken.step} steps. <a href="#write">Write with it</a>, <a href="#inside">look inside</a> or{' '}
          <a href="#train">go on training</a>.
        </p>
      )}
    </section>
  );
}
