import pc from 'picocolors';
import { formatBytes, formatCount, formatDuration, formatTable } from '../terminal/format.js';
import type { Plan, PlannedRun } from './make-plan.js';

/** A plan as people read it, within 80 columns. */
export function showPlan({ machine, budget, candidates, chosen }: Plan, file: string): string {
  const { spec } = chosen;
  const { expected } = spec;
  const rows = candidates.map((one) => [one === chosen ? '→' : '', ...row(one)]);
  const facts = [
    ['model', `${spec.model.name}${spec.model.preset ? ` ${spec.model.preset}` : ''}, ${formatCount(chosen.parameters)} parameters`],
    ['backend', `${chosen.backend} (${chosen.device})`],
    ['batch', `${spec.training.batch}${spec.training.context === null ? '' : ` × ${spec.training.context} tokens`}`],
    ['steps', `${spec.training.steps}, ${formatEpochs(chosen.epochs)} over the data`],
    ['time', `${formatDuration(expected.seconds)} of ${formatDuration(budget)}, ${formatCount(expected.tokensPerSecond)} tokens/s`],
    ['memory', `${formatBytes(expected.bytes)} of ${formatBytes(machine.memory.free)} free`],
    ['loss', expected.loss === null ? 'not known for such data' : `near ${expected.loss.toFixed(2)}, give or take a tenth of it`],
  ];
  const others = machine.backends.map(({ name }) => name).filter((name) => name !== chosen.backend);
  return [
    `${machine.cores} cores, ${formatBytes(machine.memory.total)} of memory${others.length > 0 ? `; also here: ${others.join(', ')}` : ''}`,
    '',
    formatTable([['', 'size', 'parameters', 'ms/step', 'steps', 'time', 'memory', 'loss'], ...rows]),
    '',
    formatTable(facts),
    ...(chosen.fitsMemory ? [] : ['', pc.yellow('This may not fit into the memory that is free.')]),
    '',
    `The plan is in ${pc.bold(file)}. Start it:`,
    `  prattle train --config ${file}`,
  ].join('\n');
}

function row({ spec, parameters, secondsPerStep }: PlannedRun): string[] {
  const { expected, training } = spec;
  return [
    spec.model.preset ?? spec.model.name,
    formatCount(parameters),
    (1000 * secondsPerStep).toPrecision(3),
    String(training.steps),
    formatDuration(expected.seconds),
    formatBytes(expected.bytes),
    expected.loss === null ? '–' : `≈${expected.loss.toFixed(2)}`,
  ];
}

function formatEpochs(epochs: number): string {
  return epochs < 1 ? `${Math.round(100 * epochs)} % of a pass` : `${epochs.toFixed(1)} passes`;
}
