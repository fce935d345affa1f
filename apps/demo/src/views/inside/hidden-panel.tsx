import type { HiddenStates } from '@prattle/inspection';
import { HeatMap } from '../../parts/heat-map.js';
import { visible } from '../../parts/visible.js';

export interface HiddenPanelProps {
  readonly tokens: readonly string[];
  readonly layers: readonly HiddenStates[];
}

/** What each layer holds after each token. */
export function HiddenPanel({ tokens, layers }: HiddenPanelProps) {
  if (layers.length === 0) return <p>This family shows no states.</p>;
  return (
    <>
      <h2>Hidden state</h2>
      <p>A row for each token, a column for each unit: blue above zero, orange below.</p>
      {layers.map((layer) => (
        <div key={layer.name} class="hidden">
          <h3>{layer.name}</h3>
          <div class="scroll">
            <ol class="rows" aria-hidden="true">
              {layer.values.map((_, index) => (
                <li key={index}>{visible(tokens[index] ?? '')}</li>
              ))}
            </ol>
            <HeatMap
              values={scaled(layer.values)}
              range="signed"
              cell={[9, 20]}
              description={`${layer.name}: ${layer.values[0]?.length ?? 0} units over ${layer.values.length} tokens`}
            />
          </div>
        </div>
      ))}
    </>
  );
}

/** By the largest, where anything is beyond 1. */
function scaled(values: HiddenStates['values']): HiddenStates['values'] {
  const largest = Math.max(1, ...values.flat().map(Math.abs));
  return values.map((row) => row.map((value) => value / largest));
}
