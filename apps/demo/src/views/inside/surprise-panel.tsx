import type { InsideView } from '../../lab/protocol.js';
import { visible } from '../../parts/visible.js';

/** Bits beyond which a surprise is not told apart any more. */
const MOST_BITS = 8;

/** How surprising every token was, and what was expected in its place. */
export function SurprisePanel({ tokens, surprisals }: Pick<InsideView, 'tokens' | 'surprisals'>) {
  return (
    <>
      <h2>Surprise</h2>
      <table class="bars">
        <caption>Bits of surprise for every token, and what the model expected there</caption>
        <thead>
          <tr>
            <th scope="col">token</th>
            <th scope="col">surprise</th>
            <th scope="col">bits</th>
            <th scope="col">expected</th>
          </tr>
        </thead>
        <tbody>
          {surprisals.map(({ bits, expected }, index) =>
            bits === null ? null : (
              <tr key={index}>
                <th scope="row">{visible(tokens[index] ?? '')}</th>
                <td class="bar">
                  <span class="fill" style={{ width: `${(100 * Math.min(bits, MOST_BITS)) / MOST_BITS}%` }} />
                </td>
                <td class="number">{bits.toFixed(1)}</td>
                <td>{expected.map(({ text, probability }) => `${visible(text)} ${Math.round(100 * probability)} %`).join(', ')}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </>
  );
}
