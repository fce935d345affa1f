import type { Row } from './row.js';

/** Brings what is nested to the top: `{"cpu": {"cores": 8}}` has the column `cpu.cores`, `{"sizes": [1, 2]}` has `sizes.0` and `sizes.1`. */
export function flatten(row: Row): Row {
  const flat: Record<string, unknown> = {};
  const visit = (value: unknown, name: string): void => {
    if (typeof value !== 'object' || value === null) flat[name] = value;
    else for (const [key, inner] of Object.entries(value)) visit(inner, name === '' ? key : `${name}.${key}`);
  };
  visit(row, '');
  return flat;
}
