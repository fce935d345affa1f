/**
 * @typedef {import('../machine/compare.js').Comparison} Comparison
 * @typedef {import('../device-tests.js').TestResult} TestResult
 *
 * @typedef {object} DeviceRun what machine/main.js writes
 * @property {string} date
 * @property {string} [commit]
 * @property {boolean} emulated
 * @property {{ device: string, details: Record<string, string | number> }} device
 * @property {{ cpu: string, cores: number, node: string }} host
 * @property {Record<string, string>} [clocks]
 * @property {readonly TestResult[]} [tests]
 * @property {readonly { tool: string, model: string, clean: boolean }[]} [sanitizer]
 * @property {readonly Comparison[]} [benchmarks]
 * @property {{ command: string, seconds?: number, validation?: number, recorded?: number, failure?: string }} [training]
 * @property {readonly { what: string, why: string }[]} leftOut
 */

const TITLE = '# The CUDA backend on a device';

/**
 * The page docs/results/cuda.md.
 * @param {DeviceRun | undefined} run undefined: there was none yet
 */
export function renderPage(run) {
  if (run === undefined || run.emulated) {
    return [
      TITLE,
      '',
      '**Not run on a device yet.** The kernels are tested on an emulated device, thread by thread, and compiled with nvcc for the',
      'devices that they are for; what they take on one nobody has measured. `pnpm --filter @prattle/tooling-cuda-machine run pack` packs all',
      'that a machine with a GPU needs, and this page is made of what comes back.',
      '',
    ].join('\n');
  }
  const sections = [summary(run), tests(run), benchmarks(run), training(run), leftOut(run)];
  return `${[TITLE, ...sections.filter((section) => section !== '')].join('\n\n')}\n`;
}

/** @param {DeviceRun} run */
function summary({ date, commit, device, host, clocks }) {
  const facts = Object.entries(device.details).map((fact) => fact.join(' '));
  const clock =
    clocks === undefined
      ? ''
      : ` At the start: ${Object.entries(clocks)
          .map((fact) => fact.join(' '))
          .join(', ')}.`;
  return [
    `On ${date.slice(0, 10)}${commit ? `, commit ${commit.slice(0, 12)}` : ''}: ${device.device}; ${facts.join(', ')}.`,
    `Host: ${host.cpu}, ${host.cores} cores, Node ${host.node}.${clock}`,
  ].join('\n');
}

/** @param {DeviceRun} run */
function tests({ tests = [], sanitizer = [] }) {
  const rows = tests.filter((test) => test.leftOut === undefined).map((test) => [test.name, test.passed, test.failed, test.seconds]);
  const clean = sanitizer.filter((run) => run.clean).length;
  if (sanitizer.length > 0)
    rows.push([`compute-sanitizer (${[...new Set(sanitizer.map(({ tool }) => tool))].join(', ')})`, clean, sanitizer.length - clean, '–']);
  return rows.length === 0 ? '' : `## Tests\n\n${table(['what', 'passed', 'failed', 's'], rows)}`;
}

/** @param {DeviceRun} run */
function benchmarks({ benchmarks: comparisons = [] }) {
  if (comparisons.length === 0) return '';
  const rows = comparisons.map(({ name, precision, ours, eager, compile, target }) => [
    name,
    precision,
    side(ours),
    side(eager),
    side(compile),
    target.reached === undefined ? '–' : `${target.reached} × ${target.against} (at least ${target.atLeast} wanted)`,
  ]);
  const shares = comparisons.flatMap(({ name, shareOfPeak = {} }) =>
    Object.entries(shareOfPeak).map(([who, share]) => `${name}: ${who} ${(100 * share).toFixed(1)} % of the card's dense bf16 peak.`),
  );
  const failures = comparisons.flatMap(({ name, failures: all }) => all.map((failure) => `${name}: ${failure}`));
  return [
    '## A training step beside PyTorch',
    '',
    'Milliseconds a step (tokens a second): forward, backward, AdamW, the loss read back. Medians of alternating rounds on the same GPU.',
    '',
    table(['step', 'precision', 'Prattle', 'PyTorch eager', 'torch.compile', 'ratio'], rows),
    ...[...shares, ...failures].flatMap((line) => ['', line]),
    '',
    ...comparisons.map(({ command }) => `* \`${command}\``),
  ].join('\n');
}

/** @param {DeviceRun} run */
function training({ training: run }) {
  if (run === undefined) return '';
  const outcome = run.failure ?? `best validation loss ${run.validation} (nanoGPT: ${run.recorded}) in ${run.seconds} s`;
  return `## A whole training\n\n\`${run.command}\`: ${outcome}.`;
}

/** @param {DeviceRun} run */
function leftOut({ leftOut: entries }) {
  return entries.length === 0 ? '' : `## Left out\n\n${entries.map(({ what, why }) => `* ${what}: ${why}`).join('\n')}`;
}

/** @param {import('../machine/compare.js').Side | undefined} times */
function side(times) {
  return times === undefined ? '–' : `${times.medianMs.toPrecision(3)} (${Math.round(times.tokensPerSecond).toLocaleString('en')})`;
}

/** @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows */
function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
