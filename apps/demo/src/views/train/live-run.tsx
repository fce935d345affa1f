import { useState } from 'preact/hooks';
import { useStore } from '../../app/store.js';
import { ColouredText } from '../../parts/coloured-text.js';
import { Curve, type Line } from '../../parts/curve.js';
import type { RunChoice } from './run-choice.js';
import type { TrainingState, TrainingStore } from './training-store.js';

const LOSSES: readonly Line[] = [
  { label: 'training', color: '--faint', width: 1 },
  { label: 'training, smoothed', color: '--blue', width: 2 },
  { label: 'validation', color: '--orange', width: 2, points: true },
  { label: 'band, upper', color: '--none', width: 0 },
  { label: 'band, lower', color: '--none', width: 0 },
];
const NORMS: readonly Line[] = [{ label: 'gradient norm', color: '--green', width: 1 }];

export interface LiveRunProps {
  readonly training: TrainingStore;
  readonly choice: RunChoice;
}

/** What a run tells while it learns. */
export function LiveRun({ training, choice }: LiveRunProps) {
  const state = useStore(training);
  const { phase, run, curve, samples, normal, opened } = state;
  if (!run) return <p>Nothing has been trained in this browser yet. Choose on the left and press Start.</p>;
  return (
    <>
      <Controls training={training} choice={choice} state={state} />
      <p class="facts" role="status" aria-live="off">
        {factsOf(state).map(([name, value]) => (
          <span key={name}>
            <small>{name}</small> <b data-fact={name}>{value}</b>
          </span>
        ))}
      </p>
      {opened && 'device' in opened && (
        <p>
          <small>
            {opened.parameters.toLocaleString('en')} parameters on {opened.device} ({opened.backend}). {opened.data}. {opened.why}
          </small>
        </p>
      )}
      <Curve columns={curve.losses()} lines={LOSSES} between={[4, 5]} height={260} description={describe(state)} />
      <p class="legend">
        <span class="blue">training</span> <span class="orange">validation</span> <span class="band">what is usual</span>
      </p>
      {normal && (
        <p>
          {sentence(normal.verdict)}
          {normal.causes.length > 0 ? ` ${normal.causes.join(' ')}` : ''}
        </p>
      )}
      <h3>Samples</h3>
      <ol class="samples" aria-label="Samples, newest first" aria-live={phase === 'training' ? 'polite' : 'off'}>
        {samples.map(({ step, tokens }) => (
          <li key={step}>
            <small>step {step}</small> <ColouredText tokens={tokens} />
          </li>
        ))}
      </ol>
      {samples.length === 0 && <p>They appear as the model learns: the darker a token, the surer the model was.</p>}
      <GradientNorm curve={curve} />
    </>
  );
}

/** Drawn while it is open: a plot that nobody sees would cost as much as the other with every report. */
function GradientNorm({ curve }: Pick<TrainingState, 'curve'>) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Gradient norm</summary>
      {open && <Curve columns={curve.gradientNorms()} lines={NORMS} height={140} description="Norm of the gradients by step" />}
    </details>
  );
}

interface ControlsProps extends LiveRunProps {
  readonly state: TrainingState;
}

function Controls({ training, choice, state: { phase, step, steps, whileHidden } }: ControlsProps) {
  return (
    <div class="controls">
      {phase === 'training' && (
        <button type="button" onClick={() => training.pause()}>
          Pause
        </button>
      )}
      {phase === 'paused' && (
        <button type="button" class="primary" onClick={() => training.proceed()}>
          Continue
        </button>
      )}
      {(phase === 'training' || phase === 'paused') && (
        <button type="button" onClick={() => training.stop()}>
          Stop and save
        </button>
      )}
      {phase === 'saved' && step < steps && (
        <button type="button" class="primary" onClick={() => training.resume(choice.state.backend)}>
          Resume from step {step}
        </button>
      )}
      {(phase === 'done' || (phase === 'saved' && step >= steps)) && (
        <button type="button" class="primary" onClick={() => training.resume(choice.state.backend, 2 * steps)}>
          Train {steps} steps more
        </button>
      )}
      <label>
        <input type="checkbox" checked={whileHidden} onChange={(event) => training.setWhileHidden(event.currentTarget.checked)} /> Go on
        while this tab is hidden
      </label>
      <span class="phase" role="status" data-phase={phase}>
        {WORDS[phase]}
      </span>
    </div>
  );
}

const WORDS: Readonly<Record<TrainingState['phase'], string>> = {
  idle: '',
  opening: 'Opening the data and the engine …',
  training: 'Training',
  paused: 'Paused',
  stopping: 'Saving …',
  saved: 'Saved on this device',
  done: 'Finished and saved',
};

function factsOf({ step, steps, last, validation, memory }: TrainingState): (readonly [string, string])[] {
  return [
    ['step', `${step} / ${steps}`],
    ['loss', last ? last.loss.toFixed(3) : '–'],
    ['validation', validation === undefined ? '–' : validation.toFixed(3)],
    ['per second', last ? `${Math.round(last.tokensPerSecond).toLocaleString('en')} tokens` : '–'],
    ['gradient norm', last?.gradientNorm === undefined ? '–' : last.gradientNorm.toFixed(2)],
    ['memory', memory ? `${(Math.max(memory.bytes, memory.reserved) / 2 ** 20).toFixed(1)} MiB` : '–'],
  ];
}

function describe({ step, last, validation }: TrainingState): string {
  if (!last) return 'The loss by step; nothing yet';
  const held = validation === undefined ? '' : `, validation loss ${validation.toFixed(2)}`;
  return `The loss by step. At step ${step}: training loss ${last.loss.toFixed(2)}${held}`;
}

function sentence(verdict: string): string {
  if (verdict === 'inside') return 'This is normal: the loss is where it usually is at this step.';
  if (verdict === 'unknown') return '';
  return `This is not usual: the loss is ${verdict} where it usually is.`;
}
