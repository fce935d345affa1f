/** Maps data to places, and says where the marks of an axis go. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface ScaleOptions {
  /** Smallest and largest value. */
  readonly domain: readonly [low: number, high: number];
  /** Where they go. */
  readonly range: readonly [start: number, stop: number];
  /** About how many ticks. */
  readonly count?: number;
}

/** A scale on which equal differences are equally far apart. */
export function linearScale({ domain: [low, high], range: [start, stop], count = 5 }: ScaleOptions): Scale {
  const span = high - low || 1;
  const step = niceStep(span / Math.max(1, count));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: Tick[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    const value = index * step;
    ticks.push({ value, label: tickLabel(value, digits) });
  }
  return Object.assign((value: number) => start + ((value - low) / span) * (stop - start), { ticks });
}

/** A scale on which equal ratios are equally far apart. @param options the domain has to be positive */
export function logScale({ domain: [low, high], range: [start, stop], count = 5 }: ScaleOptions): Scale {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const span = to - from || 1;
  const place = (value: number) => start + ((Math.log10(value) - from) / span) * (stop - start);
  const factors = span >= count ? [1] : span > 2 ? [1, 3] : [1, 2, 5];
  const every = Math.max(1, Math.ceil(span / count));
  const ticks: Tick[] = [];
  for (let power = Math.floor(from); power <= Math.ceil(to); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const value = factor * 10 ** power;
      if (value >= low * 0.999 && value <= high * 1.001) ticks.push({ value, label: tickLabel(value, Math.max(0, -power)) });
    }
  }
  return Object.assign(place, { ticks });
}

/** 1, 2 or 5 times a power of ten, not below the step that is wanted. */
function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * ([1, 2, 5].find((factor) => factor * power >= wanted * 0.999) ?? 10);
}

function tickLabel(value: number, digits: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${Number((value / 1e6).toFixed(2))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toFixed(1))}k`;
  if (digits > 4) return value === 0 ? '0' : value.toExponential(0);
  return value.toFixed(digits);
}

/** The smallest and largest of all finite values; 0 and 1 where there are none. Equal ends are moved apart. */
export function extent(values: Iterable<number>): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  if (low === high) {
    const margin = Math.abs(low) * 0.5 || 0.5;
    return [low - margin, high + margin];
  }
  return [low, high];
}
