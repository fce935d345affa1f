import type { AttentionMap } from '@prattle/inspection';
import { useState } from 'preact/hooks';
import { HeatMap } from '../../parts/heat-map.js';
import { visible } from '../../parts/visible.js';

export interface AttentionPanelProps {
  readonly tokens: readonly string[];
  readonly maps: readonly AttentionMap[];
}

/** Where every head of every layer looks. */
export function AttentionPanel({ tokens, maps }: AttentionPanelProps) {
  const [chosen, choose] = useState<readonly [layer: number, head: number]>([0, 0]);
  const [queried, query] = useState<number>();
  if (maps.length === 0) return <p>This family has no attention. Choose a transformer or tiny-chat; a recurrent one has a hidden state.</p>;
  const [layer, head] = chosen;
  const weights = maps[layer]?.heads[head]?.weights ?? maps[0]?.heads[0]?.weights ?? [];
  const position = Math.min(queried ?? weights.length - 1, weights.length - 1);
  const row = weights[position] ?? [];
  return (
    <>
      <h2>Attention</h2>
      <p>Every square is a head: a row for each token, and the bluer a column, the more the token looks at that one.</p>
      <div class="heads">
        {maps.map((map, index) => (
          <fieldset key={map.name} class="plain">
            <legend>{map.name}</legend>
            <div class="row">
              {map.heads.map(({ weights: rows, spread }, number) => (
                <button
                  key={number}
                  type="button"
                  class="head"
                  aria-pressed={index === layer && number === head}
                  aria-label={`${map.name}, head ${number + 1}, spread ${spread.toFixed(2)}`}
                  onClick={() => choose([index, number])}
                >
                  <HeatMap values={rows} range="positive" cell={[5, 5]} description="" />
                </button>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <h3>
        {maps[layer]?.name}, head {head + 1}
      </h3>
      <p>Choose a token to see where it looks.</p>
      <p class="attended">
        {tokens.map((token, index) => (
          <button
            key={index}
            type="button"
            aria-pressed={index === position}
            style={{ '--p': (row[index] ?? 0).toFixed(3) }}
            title={`${(100 * (row[index] ?? 0)).toFixed(1)} %`}
            onClick={() => query(index)}
          >
            {visible(token)}
          </button>
        ))}
      </p>
      <div class="scroll">
        <HeatMap values={weights} range="positive" cell={[18, 18]} description={describe(tokens, weights)} />
      </div>
    </>
  );
}

/** What each token looks at most. */
function describe(tokens: readonly string[], weights: readonly (readonly number[])[]): string {
  const looks = weights.map((row, index) => `${tokens[index]} looks at ${tokens[row.indexOf(Math.max(...row))]}`);
  return `Attention by token. ${looks.join('; ')}`;
}
