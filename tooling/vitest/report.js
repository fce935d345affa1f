import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Leaves reports/tests.json in the package: how many tests passed and failed, which did not run and why, and the
 * compute backends that tests ran on. The summary of `pnpm test` is made from these files.
 *
 * A test gives its reason with `context.skip('reason')`.
 */
export default class Report {
  /** @type {import('vitest/node').Vitest | undefined} */
  #vitest;

  /** @param {import('vitest/node').Vitest} vitest */
  onInit(vitest) {
    this.#vitest = vitest;
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const cases = modules.flatMap((module) => [...module.children.allTests()]);
    const states = cases.map((test) => test.result().state);
    const brokenModules = modules.filter((module) => module.errors().length > 0);
    const report = {
      passed: states.filter((state) => state === 'passed').length,
      failed: states.filter((state) => state === 'failed').length + brokenModules.length + unhandledErrors.length,
      notRun: cases.filter((test) => test.result().state === 'skipped').map(describeSkipped),
      backends: [...new Set(cases.map((test) => test.meta().backend).filter((name) => typeof name === 'string'))].sort(),
    };
    const folder = join(this.#vitest?.config.root ?? process.cwd(), 'reports');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'tests.json'), `${JSON.stringify(report, null, 2)}\n`);
  }
}

/** @param {import('vitest/node').TestCase} test */
function describeSkipped(test) {
  const result = test.result();
  const reason = result.state === 'skipped' && result.note ? result.note : 'skipped by its test file';
  return { what: test.fullName, reason };
}
