import datasets from '@prattle/datasets';
import { writeSettings as writing } from '@prattle/runs';
import samplers from '@prattle/sampling';
import tokenizers from '@prattle/tokenizers';
import { trainingSettings } from '@prattle/training';
import { plain, writePage } from './pages.js';
import { settingsTable } from './settings-table.js';

/** Everything that can be set about a run, except its model. */
export function writeSettings() {
  const sections = (title, plugins) =>
    plugins.flatMap(({ name, summary, config }) => [`### ${title} \`${name}\``, '', plain(summary), '', ...settingsTable(config), '']);
  writePage('reference/settings.md', [
    '# Settings of a run',
    '',
    'Each is declared once, and its type, default, range, command-line flag and row here come from that declaration. In a file',
    '(`--config run.json`) and in code the names are in camel case: `--learning-rate` is `learningRate`.',
    '',
    '## Training',
    '',
    ...settingsTable(trainingSettings),
    '',
    '## Writing',
    '',
    ...settingsTable(writing),
    '',
    ...sections('Sampler', samplers().samplers ?? []),
    '## Tokenizers',
    '',
    ...sections('Tokenizer', tokenizers().tokenizers ?? []),
    '## Data',
    '',
    ...sections('Dataset', datasets().datasets ?? []),
  ]);
}
