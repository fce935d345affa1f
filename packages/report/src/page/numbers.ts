/** Numbers as people read them in a page. */

/** 209729 → "209,729". */
export function count(value: number | undefined): string | undefined {
  return value === undefined ? undefined : Math.round(value).toLocaleString('en-US');
}

/** A loss or another measured number, four digits after the point. */
export function loss(value: number | undefined): string | undefined {
  return value === undefined ? undefined : value.toFixed(4);
}

/** Three digits that count: 0.00123, 1.23e-7. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  return size < 1e-3 || size >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

/** 0.123 → "12.3 %". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

/** 3700 → "1 h 1 min", 75 → "1 min 15 s". */
export function duration(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  const whole = Math.round(seconds);
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
  if (whole >= 60) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${seconds < 10 ? seconds.toFixed(1) : whole} s`;
}
