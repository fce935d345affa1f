import { machine } from '../machine.js';
import type { TokenizerComparison } from './compare.js';

/** A Markdown page of comparisons. */
export function tokenizersPage(
  comparisons: readonly TokenizerComparison[],
  { command, date }: { readonly command: string; readonly date: string },
): string {
  return [
    '# Byte-pair encoding beside other packages',
    '',
    `Written by \`${command}\` on ${date}. Machine: ${machine()}, Node ${process.version}.`,
    '',
    'Every package encodes the same text with the same vocabulary, which Prattle has learnt from it; in turn, in one process. MB are megabytes of UTF-8. `first` is the first time that a package sees the text, before its cache knows any of it. The packages that Prattle is compared with cannot learn a vocabulary.',
    ...comparisons.flatMap(section),
    '',
  ].join('\n');
}

function section({ corpus, megabytes, vocabulary, trainSeconds, results }: TokenizerComparison): string[] {
  const [ours] = results;
  const rows = results.map(({ peer, language, tokens, medianSpeed, bestSpeed, firstSpeed }) => [
    `\`${peer}\``,
    language,
    medianSpeed.toFixed(1),
    bestSpeed.toFixed(1),
    firstSpeed.toFixed(1),
    peer === ours?.peer ? '' : `${((ours?.medianSpeed ?? 0) / medianSpeed).toFixed(1)}×`,
    String(tokens),
  ]);
  const table = [
    ['package', 'language', 'MB/s, median', 'best', 'first', 'Prattle is faster', 'tokens'],
    ['---', '---', '---:', '---:', '---:', '---:', '---:'],
    ...rows,
  ];
  return [
    '',
    `## ${corpus}: ${megabytes.toFixed(1)} MB, ${vocabulary} tokens`,
    '',
    `Learnt in ${trainSeconds.toFixed(2)} s (${(megabytes / trainSeconds).toFixed(1)} MB/s).`,
    '',
    ...table.map((row) => `| ${row.join(' | ')} |`),
  ];
}
