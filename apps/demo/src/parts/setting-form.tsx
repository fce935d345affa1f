import type { SettingRow } from '@prattle/core';
import type { TargetedInputEvent } from 'preact';
import { useState } from 'preact/hooks';

export interface SettingFormProps {
  /** Of this page: names of inputs are made from it. */
  readonly id: string;
  readonly rows: readonly SettingRow[];
  /** What holds where nothing was changed. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly changed: Readonly<Record<string, unknown>>;
  readonly disabled?: boolean;
  /** Is told how to change what is changed: two changes may come before the form is drawn again. */
  onChange(update: (changed: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>): void;
}

/** A form for settings, from their declaration. */
export function SettingForm({ id, rows, values, changed, disabled = false, onChange }: SettingFormProps) {
  const change = (name: string, value: unknown) =>
    onChange(({ [name]: _, ...rest }) => (value === undefined ? rest : { ...rest, [name]: value }));
  return (
    <div class="settings">
      {rows.map((row) => (
        <Setting
          key={row.name}
          id={`${id}-${row.name}`}
          row={row}
          value={row.name in changed ? changed[row.name] : values[row.name]}
          disabled={disabled}
          onChange={(value) => change(row.name, value)}
        />
      ))}
    </div>
  );
}

interface SettingProps {
  readonly id: string;
  readonly row: SettingRow;
  readonly value: unknown;
  readonly disabled: boolean;
  onChange(value: unknown): void;
}

function Setting({ id, row, value, disabled, onChange }: SettingProps) {
  const hint = `${id}-hint`;
  return (
    <div class="setting">
      <label for={id}>
        {readable(row.name)}
        {row.unit ? <small> ({row.unit})</small> : null}
      </label>
      <Field id={id} hint={hint} row={row} value={value} disabled={disabled} onChange={onChange} />
      <small id={hint}>{row.describe}</small>
    </div>
  );
}

function Field({ id, hint, row, value, disabled, onChange }: SettingProps & { readonly hint: string }) {
  const { control } = row;
  const shared = { id, disabled, 'aria-describedby': hint };
  switch (control.type) {
    case 'checkbox':
      return <input {...shared} type="checkbox" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'select':
      return (
        <select {...shared} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)}>
          {row.default === null && <option value="">as it suits</option>}
          {control.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      );
    case 'slider':
      return (
        <span class="slider">
          <input
            {...shared}
            type="range"
            min={control.min}
            max={control.max}
            step={control.step}
            value={Number(value)}
            onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
          />
          <output for={id}>{row.type === 'integer' ? String(value) : Number(value).toPrecision(3)}</output>
        </span>
      );
    case 'number':
      return (
        <Typed
          {...shared}
          type="number"
          min={control.min}
          max={control.max}
          step={control.step}
          shown={value === null || value === undefined ? '' : String(value)}
          placeholder={row.default === null ? 'as it suits' : String(row.default)}
          onTyped={(text) => onChange(text === '' ? undefined : Number(text))}
        />
      );
    default:
      return (
        <Typed
          {...shared}
          type="text"
          shown={Array.isArray(value) ? value.join(', ') : String(value ?? '')}
          onTyped={(text) => onChange(row.type === 'text' ? text : listOf(row, text))}
        />
      );
  }
}

interface TypedProps {
  readonly id: string;
  readonly disabled: boolean;
  readonly 'aria-describedby': string;
  readonly type: 'number' | 'text';
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number | 'any';
  readonly placeholder?: string;
  /** The value, where nothing is being typed. */
  readonly shown: string;
  onTyped(text: string): void;
}

/** A field that leaves alone what is being typed: `0.0` on the way to `0.05` is not yet the number that it stands for. */
function Typed({ shown, onTyped, type, ...attributes }: TypedProps) {
  const [typed, setTyped] = useState<string>();
  const field = {
    ...attributes,
    value: typed ?? shown,
    onInput: ({ currentTarget: { value, validity } }: TargetedInputEvent<HTMLInputElement>) => {
      setTyped(value);
      if (!validity.badInput) onTyped(value);
    },
    onBlur: () => setTyped(undefined),
  };
  return type === 'number' ? <input {...field} type="number" /> : <input {...field} type="text" />;
}

function listOf(row: SettingRow, text: string): readonly (string | number)[] {
  const items = text.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
  return row.type === 'list of text' ? items : items.map(Number);
}

/** `learningRate` as people write it. */
function readable(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
