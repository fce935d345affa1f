import type { RunSpec } from '@prattle/runs';
import { SettingForm } from '../../parts/setting-form.js';
import type { RunChoice } from './run-choice.js';

export interface ModelFieldsProps {
  readonly choice: RunChoice;
  readonly spec: RunSpec | undefined;
}

/** The family, its size, and its settings. */
export function ModelFields({ choice, spec }: ModelFieldsProps) {
  const { family, families, preset } = choice;
  if (!family) return null;
  return (
    <>
      <label class="field">
        Family
        <select name="family" value={family.name} onChange={(event) => choice.choose({ family: event.currentTarget.value })}>
          {families.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <p>
        <small>{family.summary}</small>
      </p>
      {family.presets.length > 0 && (
        <label class="field">
          Size
          <select name="preset" value={preset ?? ''} onChange={(event) => choice.choose({ preset: event.currentTarget.value })}>
            <option value="">its own default</option>
            {family.presets.map(({ name, summary }) => (
              <option key={name} value={name}>
                {name}: {summary}
              </option>
            ))}
          </select>
        </label>
      )}
      {spec?.model.name === family.name && (
        <details>
          <summary>Settings of the model</summary>
          <SettingForm
            id="model"
            rows={family.rows}
            values={spec.model.settings}
            changed={choice.state.settings}
            onChange={(update) => choice.choose({ settings: update(choice.state.settings) })}
          />
        </details>
      )}
    </>
  );
}
