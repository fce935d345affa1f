import { formatCount, formatDuration, formatTable } from '../terminal/format.js';
import type { ResultGroup, Spread } from './results.js';

/** The cases of a sweep beside each other, the best first. */
export function resultsTable(groups: readonly ResultGroup[]): string {
  const fields = Object.keys(groups[0]?.values ?? {});
  const several = groups.some(({ runs }) => runs > 1);
  const head = [...fields, 'parameters', ...(several ? ['runs'] : []), 'best loss', 'train loss', 'time'];
  const rows = groups.map(({ values, parameters, runs, best, train, seconds }) => [
    ...fields.map((field) => values[field] ?? ''),
    formatCount(parameters),
    ...(several ? [String(runs)] : []),
    spread(best),
    train ? spread(train) : '',
    formatDuration(seconds.mean),
  ]);
  return formatTable([head, ...rows]);
}

function spread({ mean, deviation }: Spread): string {
  return deviation === null ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${deviation.toFixed(4)}`;
}
