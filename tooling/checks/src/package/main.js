/**
 * Run in a package's folder: packs it as it would be published and has publint and "are the types wrong?" look at the
 * tarball, measures it, and compares what it promises with what was accepted. Leaves its counts in reports/package.json.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createPackageFromTarballData } from '@arethetypeswrong/core';
import { hasApi } from '../api/api-report.js';
import { apiFindings } from './api.js';
import { typesFindings } from './attw.js';
import { contentFindings } from './content.js';
import { pack } from './pack.js';
import { publintFindings } from './publint.js';
import { sizeFindings } from './size.js';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const tarball = await pack(process.cwd());
const unpacked = createPackageFromTarballData(tarball);
const files = unpacked.listFiles().map((path) => path.replace(`/node_modules/${manifest.name}/`, ''));

const unpackedBytes = unpacked.listFiles().reduce((sum, path) => sum + unpacked.readFile(path).length, 0);
const findings = [
  await publintFindings(tarball, manifest),
  contentFindings(files),
  sizeFindings(manifest.name, { packed: tarball.length, unpacked: unpackedBytes }),
];
if (hasApi(manifest)) findings.push(await typesFindings(unpacked), apiFindings(process.cwd(), manifest));

const broken = findings.filter((lines) => lines.length > 0);
for (const line of broken.flat()) console.error(line);
mkdirSync('reports', { recursive: true });
writeFileSync('reports/package.json', `${JSON.stringify({ passed: findings.length - broken.length, failed: broken.length })}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
