/** Counts and times in Prometheus' text format. */
export interface Metrics {
  add(name: Counter, labels?: Labels, by?: number): void;
  /** A duration in seconds. */
  observe(name: Histogram, labels: Labels, seconds: number): void;
  /** Everything so far, as Prometheus reads it. */
  text(): string;
}

export type Labels = Readonly<Record<string, string | number>>;

/** A value that is read when it is asked for. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  read(): readonly (readonly [Labels, number])[];
}

const COUNTERS = {
  prattle_requests_total: 'Requests answered, by route and status.',
  prattle_prompt_tokens_total: 'Tokens read in prompts, by model.',
  prattle_generated_tokens_total: 'Tokens written, by model.',
  prattle_predictions_total: 'Examples predicted, by model.',
} as const;

const HISTOGRAMS = {
  prattle_request_seconds: 'Time from a request to the end of its answer, by route.',
  prattle_first_token_seconds: 'Time from a request to its first token, by model.',
} as const;

type Counter = keyof typeof COUNTERS;
type Histogram = keyof typeof HISTOGRAMS;

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

interface Series {
  /** Observations up to each bound, not cumulated. */
  readonly counts: number[];
  sum: number;
  count: number;
}

export function createMetrics(gauges: readonly Gauge[] = []): Metrics {
  const counters = new Map<Counter, Map<string, number>>();
  const histograms = new Map<Histogram, Map<string, Series>>();
  return {
    add(name, labels = {}, by = 1) {
      const series = valueFrom(counters, name, () => new Map<string, number>());
      const key = format(labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    observe(name, labels, seconds) {
      const all = valueFrom(histograms, name, () => new Map<string, Series>());
      const series = valueFrom(all, format(labels), () => ({ counts: BUCKETS.map(() => 0), sum: 0, count: 0 }));
      const bucket = BUCKETS.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
      series.sum += seconds;
      series.count++;
    },
    text() {
      const lines: string[] = [];
      for (const [name, series] of counters) {
        lines.push(...heading(name, COUNTERS[name], 'counter'), ...[...series].map(([labels, value]) => sample(name, labels, value)));
      }
      for (const [name, all] of histograms) {
        lines.push(...heading(name, HISTOGRAMS[name], 'histogram'));
        for (const [labels, series] of all) lines.push(...histogramLines(name, labels, series));
      }
      for (const { name, help, read } of gauges) {
        lines.push(...heading(name, help, 'gauge'), ...read().map(([labels, value]) => sample(name, format(labels), value)));
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function histogramLines(name: string, labels: string, { counts, sum, count }: Series): string[] {
  let below = 0;
  const buckets = BUCKETS.map((bound, index) => {
    below += counts[index] ?? 0;
    return sample(`${name}_bucket`, join(labels, `le="${bound}"`), below);
  });
  return [
    ...buckets,
    sample(`${name}_bucket`, join(labels, 'le="+Inf"'), count),
    sample(`${name}_sum`, labels, sum),
    sample(`${name}_count`, labels, count),
  ];
}

function heading(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function sample(name: string, labels: string, value: number): string {
  return `${name}${labels === '' ? '' : `{${labels}}`} ${value}`;
}

function format(labels: Labels): string {
  return Object.entries(labels)
    .map(
      ([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}"`,
    )
    .join(',');
}

function join(labels: string, more: string): string {
  return labels === '' ? more : `${labels},${more}`;
}

function valueFrom<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
