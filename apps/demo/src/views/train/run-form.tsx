import { useStore } from '../../app/store.js';
import { useAnswer } from '../../app/use-answer.js';
import type { Lab } from '../../lab/client.js';
import type { Catalogue } from '../../lab/protocol.js';
import { Problem } from '../../parts/problem.js';
import { SettingForm } from '../../parts/setting-form.js';
import { BackendField } from './backend-field.js';
import { DataField } from './data-field.js';
import { ModelFields } from './model-fields.js';
import type { Changed, RunChoice } from './run-choice.js';
import type { TrainingStore } from './training-store.js';

const MAIN_SETTINGS = ['steps', 'batch', 'context', 'learningRate'];

export interface RunFormProps {
  readonly lab: Lab;
  readonly catalogue: Catalogue;
  readonly choice: RunChoice;
  readonly training: TrainingStore;
}

/** Everything that decides a run. */
export function RunForm({ lab, catalogue, choice, training }: RunFormProps) {
  const chosen = useStore(choice);
  const { phase } = useStore(training);
  const { order } = choice;
  const { value: spec, error } = useAnswer(() => order && lab.ask('resolve', [order]), [JSON.stringify(order)]);
  const busy = phase === 'opening' || phase === 'training' || phase === 'paused' || phase === 'stopping';
  const [main, more] = split(catalogue.training);
  const change = (update: (changed: Changed) => Changed) => choice.choose({ training: update(choice.state.training) });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!choice.order) return;
        void training.start(choice.run, choice.order);
        // On a phone the run is below the form.
        document.getElementById('watch')?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <fieldset disabled={busy}>
        <legend>Data</legend>
        <DataField lab={lab} data={catalogue.data} choice={choice} />
      </fieldset>
      <fieldset disabled={busy}>
        <legend>Model</legend>
        <ModelFields choice={choice} spec={spec} />
      </fieldset>
      <fieldset disabled={busy}>
        <legend>Training</legend>
        {spec && (
          <>
            <SettingForm id="training" rows={main} values={spec.training} changed={chosen.training} onChange={change} />
            <details>
              <summary>All settings of the training</summary>
              <SettingForm id="more" rows={more} values={spec.training} changed={chosen.training} onChange={change} />
            </details>
          </>
        )}
        <BackendField lab={lab} chosen={chosen.backend} onChoose={(backend) => choice.choose({ backend })} />
      </fieldset>
      {error && <Problem text={error} />}
      <button type="submit" class="primary" disabled={busy || !spec}>
        Start
      </button>{' '}
      <small>It is kept as “{choice.run}” on this device, in place of an earlier one of this name.</small>
    </form>
  );
}

function split(rows: Catalogue['training']): [Catalogue['training'], Catalogue['training']] {
  const isMain = ({ name }: { readonly name: string }) => MAIN_SETTINGS.includes(name);
  return [rows.filter(isMain), rows.filter((row) => !isMain(row))];
}
