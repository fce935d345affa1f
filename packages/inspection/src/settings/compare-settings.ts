/** A setting that two runs do not agree on. `undefined`: this run has no such setting. */
export interface SettingDifference {
  /** Where it stands, as `training.learningRate`. */
  readonly name: string;
  readonly first: unknown;
  readonly second: unknown;
}

/** Compares two pieces of plain JSON leaf by leaf; lists count as leaves. */
export function compareSettings(first: unknown, second: unknown, name = ''): SettingDifference[] {
  if (isRecord(first) && isRecord(second)) {
    const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
    return names.flatMap((key) => compareSettings(first[key], second[key], name === '' ? key : `${name}.${key}`));
  }
  return JSON.stringify(first) === JSON.stringify(second) ? [] : [{ name, first, second }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
