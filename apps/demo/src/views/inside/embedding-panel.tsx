import { useAnswer } from '../../app/use-answer.js';
import type { Lab } from '../../lab/client.js';
import type { EmbeddingView } from '../../lab/protocol.js';
import { Problem } from '../../parts/problem.js';
import { visible } from '../../parts/visible.js';

const SIZE = 520;
const MARGIN = 24;

/** The tokens as the model places them. */
export function EmbeddingPanel({ lab, run }: { readonly lab: Lab; readonly run: string }) {
  const { value, error, waiting } = useAnswer(() => lab.ask('embedding', [run]), [lab, run]);
  if (error) return <Problem text={error} />;
  if (!value) return <p role="status">{waiting ? 'Loading …' : 'This family has no table of tokens.'}</p>;
  const [x, y] = value.explained;
  return (
    <>
      <h2>Embedding</h2>
      <p>
        The rows of {value.name}, seen along the two directions in which they differ most ({Math.round(100 * x)} % and {Math.round(100 * y)}{' '}
        % of the variance). Tokens that are used alike lie together.
      </p>
      <svg class="embedding" viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={`${value.labels.length} tokens on a plane`}>
        {place(value).map(({ label, left, top }, index) => (
          <text key={index} x={left} y={top} class={/^[aeiouyAEIOUY]$/.test(label) ? 'vowel' : undefined}>
            {visible(label)}
          </text>
        ))}
      </svg>
    </>
  );
}

function place({ points, labels }: EmbeddingView) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const scale = (value: number, all: readonly number[]) => {
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return MARGIN + ((SIZE - 2 * MARGIN) * (value - low)) / (high - low || 1);
  };
  return points.map(([x, y], index) => ({ label: labels[index] ?? '', left: scale(x, xs), top: SIZE - scale(y, ys) }));
}
