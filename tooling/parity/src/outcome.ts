/** One line of the comparison: a group of tensors, or a rule that has to hold. */
export interface Comparison {
  readonly group: string;
  /** The largest relative error in the group. */
  readonly error: number;
  readonly tolerance: number;
}

/** What comparing one file on one backend gave. */
export interface Outcome {
  readonly path: string;
  readonly kind: string;
  readonly backend: string;
  readonly comparisons: readonly Comparison[];
}

export function passes({ comparisons }: Outcome): boolean {
  return comparisons.length > 0 && comparisons.every(({ error, tolerance }) => error <= tolerance);
}

/** A file's result as lines of text: a heading, then error and tolerance of every group. */
export function describeOutcome(outcome: Outcome): string {
  const heading = `${passes(outcome) ? 'pass' : 'FAIL'}  ${outcome.path} (${outcome.kind}) on ${outcome.backend}`;
  const rows = outcome.comparisons.map(({ group, error, tolerance }) => {
    const verdict = error <= tolerance ? '' : '  beyond the tolerance';
    return `      ${group.padEnd(14)} ${error.toExponential(1).padStart(9)}   tolerance ${tolerance.toExponential(0)}${verdict}`;
  });
  return [heading, ...rows].join('\n');
}
