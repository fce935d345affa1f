/** Writes what every package promises today into its api.txt: `pnpm api:accept`, when a change is meant. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from '../workspace/packages.js';
import { apiReport, hasApi, reportFile } from './api-report.js';

for (const { name, path, manifest } of publishedPackages()) {
  if (!hasApi(manifest)) continue;
  const file = join(path, reportFile);
  const report = apiReport(path, manifest);
  if (existsSync(file) && readFileSync(file, 'utf8') === report) continue;
  writeFileSync(file, report);
  console.log(name);
}
