import { drawToken, probabilities, type SamplingOptions } from '@prattle/sampling';
import { type Fixture, stored } from '../fixture.js';
import type { Comparison } from '../outcome.js';

/** The settings of a recorded case, under the recorder's names. */
interface Case {
  readonly name: string;
  readonly repetition_penalty: number;
  readonly temperature: number;
  readonly top_k: number;
  readonly top_p: number;
  readonly min_p: number;
}

/**
 * Probabilities may differ by rounding (absolutely); which of them are zero, and which token every recorded uniform number
 * draws, have to agree exactly.
 */
export function compareSampling(fixture: Fixture): Comparison[] {
  const { description } = fixture;
  const rowsOf = (name: string) => {
    const { values, shape } = stored(fixture, name);
    const width = shape.at(-1) ?? 1;
    return { count: shape[0] ?? 0, row: (row: number) => values.subarray(row * width, (row + 1) * width) };
  };
  const logits = rowsOf('logits');
  const history = rowsOf('history');
  const uniforms = stored(fixture, 'uniforms').values;
  let error = 0;
  let wrongZeros = 0;
  let wrongDraws = 0;

  for (const settings of description.cases as readonly Case[]) {
    const expected = rowsOf(`probs.${settings.name}`);
    const draws = rowsOf(`draws.${settings.name}`);
    for (let row = 0; row < logits.count; row++) {
      const context = { history: [...history.row(row)].filter((id) => id >= 0) };
      const got = probabilities(logits.row(row), optionsOf(settings), context);
      for (const [id, probability] of expected.row(row).entries()) {
        error = Math.max(error, Math.abs((got[id] ?? Number.NaN) - probability));
        if ((got[id] === 0) !== (probability === 0)) wrongZeros++;
      }
      const expectedDraws = draws.row(row);
      for (const [i, uniform] of uniforms.entries()) {
        if (drawToken(got, uniform) !== expectedDraws[i]) wrongDraws++;
      }
    }
  }
  return [
    { group: 'probs', error, tolerance: description.tolerance.probs ?? 0 },
    { group: 'wrong zeros', error: wrongZeros, tolerance: 0 },
    { group: 'wrong draws', error: wrongDraws, tolerance: 0 },
  ];
}

function optionsOf({ repetition_penalty, temperature, top_k, top_p, min_p }: Case): SamplingOptions {
  return { repetitionPenalty: repetition_penalty, temperature, topK: top_k, topP: top_p, minP: min_p };
}
