import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiReport, reportFile } from '../api/api-report.js';

const most = 12;

/**
 * @param {string} folder of a built package
 * @param {Record<string, any>} manifest
 * @returns {string[]} how what it promises differs from what was accepted
 */
export function apiFindings(folder, manifest) {
  const file = join(folder, reportFile);
  const accepted = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '';
  const report = apiReport(folder, manifest);
  if (report === accepted) return [];
  const [before, now] = [accepted.split('\n'), report.split('\n')];
  const changes = [
    ...before.filter((line) => !now.includes(line)).map((line) => `  - ${line}`),
    ...now.filter((line) => !before.includes(line)).map((line) => `  + ${line}`),
  ];
  return [
    'api: what the package promises is not what was accepted; if it is meant: npx -y pnpm@10 api:accept, and say so in a changeset',
    ...changes.slice(0, most),
    ...(changes.length > most ? [`  … ${changes.length - most} more lines`] : []),
  ];
}
