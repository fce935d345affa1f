import type { InsideView } from '../../lab/protocol.js';
import { type BarRow, BarTable } from '../../parts/bar-table.js';
import { visible } from '../../parts/visible.js';

/** Bits beyond which a surprise is not told apart any more. */
const MOST_BITS = 8;

/** How surprising every token was, and what was expected in its place. */
export function SurprisePanel({ tokens, surprisals }: Pick<InsideView, 'tokens' | 'surprisals'>) {
  const rows = surprisals.flatMap((one, index) => (one.bits === null ? [] : [rowOf(tokens[index] ?? '', one.bits, one.expected)]));
  return (
    <>
      <h2>Surprise</h2>
      <BarTable
        caption="Bits of surprise for every token, and what the model expected there"
        heads={['token', 'surprise', 'bits', 'expected']}
        rows={rows}
      />
    </>
  );
}

function rowOf(token: string, bits: number, expected: InsideView['surprisals'][number]['expected']): BarRow {
  const likely = expected.map(({ text, probability }) => `${visible(text)} ${Math.round(100 * probability)} %`);
  return {
    token,
    filled: Math.min(bits, MOST_BITS) / MOST_BITS,
    cells: [
      { kind: 'number', text: bits.toFixed(1) },
      { kind: 'words', text: likely.join(', ') },
    ],
  };
}
