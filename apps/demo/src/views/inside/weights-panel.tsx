import type { Histogram } from '@prattle/inspection';
import { useAnswer } from '../../app/use-answer.js';
import type { Lab } from '../../lab/client.js';
import type { InsideView } from '../../lab/protocol.js';
import { Problem } from '../../parts/problem.js';

export interface WeightsPanelProps {
  readonly lab: Lab;
  readonly run: string;
  readonly text: string;
  readonly view: InsideView;
}

/** How weights and gradients are spread, and whether that is healthy. */
export function WeightsPanel({ lab, run, text, view: { parameters, health } }: WeightsPanelProps) {
  const gradients = useAnswer(() => lab.ask('gradients', [run, text]), [lab, run, text], 80);
  const byName = new Map((gradients.value ?? []).map((gradient) => [gradient.name, gradient]));
  return (
    <>
      <h2>Weights and gradients</h2>
      {gradients.error && <Problem text={gradients.error} />}
      {health.healthy ? (
        <p>Nothing looks unhealthy.</p>
      ) : (
        <ul>
          {health.findings.map(({ ailment, where, reason, remedy }) => (
            <li key={ailment}>
              <b>{ailment}</b> ({where.join(', ')}): {reason} {remedy}
            </li>
          ))}
        </ul>
      )}
      <table class="histograms">
        <caption>Every parameter; gradients of the loss of your text</caption>
        <thead>
          <tr>
            <th scope="col">parameter</th>
            <th scope="col">weights</th>
            <th scope="col">gradients</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ name, shape, mean, deviation, histogram }) => {
            const gradient = byName.get(name);
            return (
              <tr key={name}>
                <th scope="row">
                  {name} <small>[{shape.join(' × ')}]</small>
                </th>
                <td>
                  <Bins histogram={histogram} description={`mean ${mean.toPrecision(2)}, deviation ${deviation.toPrecision(2)}`} />
                </td>
                <td>{gradient && <Bins histogram={gradient.histogram} description={`norm ${gradient.norm.toPrecision(2)}`} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

const WIDTH = 160;
const HEIGHT = 36;

function Bins({ histogram: { counts, low, high }, description }: { readonly histogram: Histogram; readonly description: string }) {
  const most = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${low.toPrecision(2)} to ${high.toPrecision(2)}, ${description}`}>
        {counts.map((count, index) => {
          const height = (HEIGHT * count) / most;
          return <rect key={index} x={index * step} y={HEIGHT - height} width={step} height={height} />;
        })}
      </svg>
      <figcaption>
        {low.toPrecision(2)} … {high.toPrecision(2)}, {description}
      </figcaption>
    </figure>
  );
}
