import models from '@prattle/models';
import { plain, table, writePage } from './pages.js';
import { settingsTable } from './settings-table.js';

/** Every family: what it is, its presets, its settings. */
export function writeModels() {
  const families = models().models ?? [];
  writePage('reference/models.md', [
    '# Models and their settings',
    '',
    ...table(
      ['family', 'task', 'what'],
      families.map(({ name, task, summary }) => [`[\`${name}\`](#${name})`, task, summary]),
    ),
    '',
    ...families.flatMap(section),
  ]);
}

function section({ name, summary, paper, presets, config }) {
  const source = paper ? [`${paper.authors}, [${paper.title}](${paper.url}), ${paper.year}.`, ''] : [];
  const named = Object.entries(presets);
  const presetTable =
    named.length === 0
      ? []
      : [
          ...table(
            ['preset', 'what', 'model', 'run'],
            named.map(([preset, { summary: what, model, run = {} }]) => [`\`${preset}\``, what, list(model), list(run)]),
          ),
          '',
        ];
  return [`## ${name}`, '', plain(summary), '', ...source, ...presetTable, ...settingsTable(config), ''];
}

function list(values) {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}
