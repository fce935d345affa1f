import type { TrainingEvent } from '@prattle/core';
import type { BandEdge } from '../../lab/protocol.js';

/** A column for each line of a plot, x first; null where a line has no point. */
export type Columns = [number[], ...(number | null)[][]];

interface Point {
  train?: number;
  validation?: number;
  norm?: number;
  low?: number;
  high?: number;
}

/** Points that a line is drawn with at most: more cannot be told apart. */
const MOST_POINTS = 1500;
const MOST_KEPT = 4 * MOST_POINTS;

/** What a run told, step by step, ready to be drawn. */
export class LossCurve {
  readonly #points = new Map<number, Point>();
  #validation: number | undefined;

  constructor(band: readonly BandEdge[]) {
    this.setBand(band);
  }

  /** The newest validation loss. */
  get validation(): number | undefined {
    return this.#validation;
  }

  setBand(band: readonly BandEdge[]): void {
    for (const { step, low, high } of band) Object.assign(this.#at(step), { low, high });
  }

  add(events: readonly TrainingEvent[]): void {
    for (const event of events) {
      if (event.type === 'step') {
        const losses = event.recentLosses ?? [event.loss];
        for (const [index, loss] of losses.entries()) this.#at(event.step - losses.length + 1 + index).train = loss;
        if (event.gradientNorm !== undefined) this.#at(event.step).norm = event.gradientNorm;
      } else if (event.type === 'eval' && event.losses.validation !== undefined) {
        this.#validation = event.losses.validation;
        this.#at(event.step).validation = event.losses.validation;
      }
    }
    this.#thinOut();
  }

  /** Keeps drawing quick in a long run: of the plain training losses every second one goes when there are too many. */
  #thinOut(): void {
    if (this.#points.size <= MOST_KEPT) return;
    let odd = false;
    for (const [step, { validation, low }] of this.#points) {
      odd = !odd;
      if (odd && validation === undefined && low === undefined) this.#points.delete(step);
    }
  }

  /** Forgets what came after a step from which the run went on. */
  cutAfter(last: number): void {
    for (const [step, { low, high }] of this.#points) {
      if (step <= last) continue;
      if (low === undefined || high === undefined) this.#points.delete(step);
      else this.#points.set(step, { low, high });
    }
  }

  /** Step, training loss, its running mean, validation loss, the band's upper and lower edge: up to a little beyond the last step. */
  losses(): Columns {
    const rows = this.#rows();
    const smooth = runningMean(rows);
    return [
      rows.map(([step]) => step),
      rows.map(([, { train }]) => train ?? null),
      smooth,
      rows.map(([, { validation }]) => validation ?? null),
      rows.map(([, { high }]) => high ?? null),
      rows.map(([, { low }]) => low ?? null),
    ];
  }

  gradientNorms(): Columns {
    const rows = this.#rows().filter(([, { norm }]) => norm !== undefined);
    return [rows.map(([step]) => step), rows.map(([, { norm }]) => norm ?? null)];
  }

  /** In order, thinned out evenly; what is not a plain training loss always stays. */
  #rows(): [number, Point][] {
    const last = [...this.#points].reduce((most, [step, { train }]) => (train === undefined ? most : Math.max(most, step)), 0);
    const shown = [...this.#points].filter(([step]) => last === 0 || step <= last * 1.25).sort(([a], [b]) => a - b);
    const every = Math.ceil(shown.length / MOST_POINTS);
    return shown.filter(([, point], index) => index % every === 0 || point.validation !== undefined || point.low !== undefined);
  }

  #at(step: number): Point {
    let point = this.#points.get(step);
    if (!point) {
      point = {};
      this.#points.set(step, point);
    }
    return point;
  }
}

/** The share of the steps so far that a mean is taken over: as in the band, so that the two can be compared. */
const WINDOW = 0.2;

function runningMean(rows: readonly (readonly [number, Point])[]): (number | null)[] {
  let first = 0;
  let sum = 0;
  let count = 0;
  return rows.map(([step, { train }]) => {
    if (train === undefined) return null;
    sum += train;
    count++;
    for (let oldest = rows[first]; oldest && oldest[0] < step - Math.floor(step * WINDOW); oldest = rows[++first]) {
      if (oldest[1].train === undefined) continue;
      sum -= oldest[1].train;
      count--;
    }
    return sum / count;
  });
}
