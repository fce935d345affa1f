import { describeSettings } from '@prattle/core';
import { table } from './pages.js';

/**
 * The settings of a schema as a table: the same declaration that the command line's flags come from.
 *
 * @param {Parameters<typeof describeSettings>[0]} schema
 */
export function settingsTable(schema) {
  const rows = describeSettings(schema);
  if (rows.length === 0) return ['It has no settings.'];
  return table(
    ['flag', 'what', 'default', 'range', 'also known as'],
    rows.map((row) => [
      `\`${row.flag}\``,
      row.unit ? `${row.describe}, in ${row.unit}` : row.describe,
      row.default === null || row.default === '' ? '' : `\`${row.default}\``,
      row.range,
      row.aliases.map((alias) => `\`${alias}\``).join(', '),
    ]),
  );
}
