import type { CurvePoint } from './curve.js';

/** Twice as many as a picture has room for. */
const CAPACITY = 400;

/**
 * A loss over any number of steps in a few hundred points: means over stretches of equal length, which double whenever there
 * are too many. Losses of single batches are noisy, and a run may have millions.
 */
export class LossTrace {
  #means: CurvePoint[] = [];
  /** Steps in a stretch. */
  #length = 1;
  #sum = 0;
  #count = 0;

  add(x: number, y: number): void {
    this.#sum += y;
    this.#count++;
    if (this.#count < this.#length) return;
    this.#means.push({ x, y: this.#sum / this.#count });
    this.#sum = 0;
    this.#count = 0;
    if (this.#means.length < CAPACITY) return;
    this.#means = Array.from({ length: CAPACITY / 2 }, (_, pair) => mean(this.#means[2 * pair], this.#means[2 * pair + 1]));
    this.#length *= 2;
  }

  /** The means so far; what the last stretch has begun with is left out. */
  get points(): readonly CurvePoint[] {
    return this.#means;
  }
}

function mean(first: CurvePoint | undefined, second: CurvePoint | undefined): CurvePoint {
  return { x: second?.x ?? Number.NaN, y: ((first?.y ?? Number.NaN) + (second?.y ?? Number.NaN)) / 2 };
}
