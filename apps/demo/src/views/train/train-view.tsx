import { useStore } from '../../app/store.js';
import type { Lab } from '../../lab/client.js';
import type { Catalogue } from '../../lab/protocol.js';
import { Problem } from '../../parts/problem.js';
import { LiveRun } from './live-run.js';
import type { RunChoice } from './run-choice.js';
import { RunForm } from './run-form.js';
import type { TrainingStore } from './training-store.js';

export interface TrainViewProps {
  readonly lab: Lab;
  readonly catalogue: Catalogue;
  readonly choice: RunChoice;
  readonly training: TrainingStore;
}

/** Choose, start, and watch it learn. */
export function TrainView({ lab, catalogue, choice, training }: TrainViewProps) {
  const { error, run } = useStore(training);
  return (
    <div class="columns">
      <section aria-labelledby="choose">
        <h1 id="choose">Train a model</h1>
        <RunForm lab={lab} catalogue={catalogue} choice={choice} training={training} />
      </section>
      <section aria-labelledby="watch">
        <h2 id="watch">{run ? `Run ${run}` : 'The run'}</h2>
        {error && <Problem text={error} />}
        <LiveRun training={training} choice={choice} />
      </section>
    </div>
  );
}
