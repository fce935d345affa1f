/** @typedef {import('../check.d.ts').CheckResult} CheckResult */

/**
 * @param {string} name
 * @param {CheckResult} result
 * @param {number} seconds
 */
export function printResult(name, { passed, failed, note, problems = [] }, seconds) {
  const status = failed > 0 ? 'FAIL' : passed > 0 ? 'ok' : '-';
  const counts = failed > 0 ? `${failed} failed${note === undefined ? '' : ` (${note})`}` : (note ?? '');
  console.log(`${status.padEnd(5)}${name.padEnd(11)}${counts.padEnd(48)} ${seconds.toFixed(1).padStart(6)} s`);
  for (const problem of problems) console.log(`${indent(problem)}\n`);
}

/**
 * What ran on which backends, what could not run here, and the count, which is the last line.
 *
 * @param {readonly CheckResult[]} results
 * @returns {boolean} whether nothing failed
 */
export function printSummary(results) {
  const backends = results.flatMap((result) => result.backends ?? []);
  if (backends.length > 0) console.log(`\nBackends that ran: ${backends.join(', ')}`);

  const notRun = results.flatMap((result) => result.notRun ?? []);
  if (notRun.length > 0) console.log(`\nCould not run here:\n${reasons(notRun).map(indent).join('\n')}`);

  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0;
}

/** @param {readonly import('../check.d.ts').Check[]} checks */
export function printHelp(checks) {
  console.log('pnpm test [CHECK…]\n');
  for (const { name, summary } of checks) console.log(`  ${name.padEnd(11)}${summary}`);
}

/**
 * One line a reason, however many things share it.
 *
 * @param {readonly import('../check.d.ts').NotRun[]} notRun
 * @returns {string[]}
 */
function reasons(notRun) {
  /** @type {Map<string, string[]>} */
  const byReason = new Map();
  for (const { what, reason } of notRun) byReason.set(reason, [...(byReason.get(reason) ?? []), what]);
  return [...byReason].map(([reason, things]) => {
    const more = things.length > 3 ? ` and ${things.length - 3} more` : '';
    return `${things.slice(0, 3).join(', ')}${more}: ${reason}`;
  });
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, '    ');
}
