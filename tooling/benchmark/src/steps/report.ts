import { machine } from '../machine.js';
import type { Comparison } from './compare.js';

/** A Markdown page of comparisons. */
export function toMarkdown(comparisons: readonly Comparison[], { command, date }: { command: string; date: string }): string {
  const rows = comparisons.map(({ shape, oursMs, oursMinMs, torchMs, torchMinMs, torchThreads, ratio }) => [
    shape,
    `${ms(oursMs)} (${ms(oursMinMs)})`,
    torchMs === undefined ? '–' : `${ms(torchMs)} (${ms(torchMinMs)}), ${torchThreads} threads`,
    ratio === undefined ? '–' : `${ratio.toFixed(1)}×`,
  ]);
  const table = [
    ['step', 'Prattle, ms: median (min)', 'PyTorch, ms: median (min), better thread count', 'faster'],
    ['---', '---', '---', '---'],
    ...rows,
  ];
  const notes = [...new Set(comparisons.flatMap((comparison) => comparison.notes))];
  return [
    '# One training step beside PyTorch',
    '',
    `Written by \`${command}\` on ${date}. Machine: ${machine()}. ${notes.join('; ')}.`,
    '',
    'Forward, backward and AdamW on random tokens; drawing the batch is outside of the clock, dropout is 0 on both sides. Medians of alternating runs.',
    '',
    ...table.map((row) => `| ${row.join(' | ')} |`),
    '',
  ].join('\n');
}

function ms(value: number | undefined): string {
  if (value === undefined) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
