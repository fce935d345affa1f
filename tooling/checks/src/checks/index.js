import { cpus } from 'node:os';
import { testEnvironment } from '../run/environment.js';
import { browser } from './browser.js';
import { native } from './native.js';
import { reportCheck } from './report-check.js';
import { structure } from './structure.js';
import { taskCheck } from './task-check.js';
import { toolCheck } from './tool-check.js';

const environment = () => ({ PRATTLE_TEST_ENVIRONMENT: testEnvironment() });

/** In the order in which they run: what is cheap and what others need comes first. */
export const checks = [
  taskCheck('build', 'every package compiles'),
  native,
  browser,
  toolCheck('lint', 'lint rules, format and import cycles (Biome)', '@biomejs/biome', [
    'ci',
    '--reporter=concise',
    '--colors=off',
    '--max-diagnostics=200',
  ]),
  taskCheck('types', 'sources and tests type-check'),
  structure,
  toolCheck('unused', 'no unused files, exports or dependencies (knip)', 'knip', ['--no-progress']),
  reportCheck({ name: 'packages', summary: 'packed tarballs (publint, attw)', task: 'package', report: 'package', noun: 'tarball check' }),
  reportCheck({ name: 'readme', summary: 'code in READMEs runs', task: 'readme', report: 'readme', noun: 'example', env: environment }),
  taskCheck('site', 'the documentation site builds, and its links hold'),
  reportCheck({
    name: 'tests',
    summary: 'every package’s tests',
    task: 'test',
    report: 'tests',
    noun: 'test',
    // Kernels use every core: more packages at a time would only disturb each other.
    concurrency: String(Math.max(1, Math.floor(cpus().length / 2))),
    env: environment,
  }),
];
