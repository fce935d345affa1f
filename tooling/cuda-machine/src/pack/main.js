// Packs what a machine needs that has a GPU, nvcc and a C++ compiler, but neither Node nor a network:
//   node src/pack/main.js [--out .cuda-machine] [--no-node] [--no-archive]
// The archive there holds one folder, in it run.sh. Build the packages first: pnpm build.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fromRoot, root } from '../places.js';
import { copyNode } from './node-binary.js';
import { NodeModules } from './third-party.js';
import { copySources, workspacePackages } from './workspace.js';

/** What travels to a lent machine with the working tree may have 64 MiB in all. */
const MOST_BYTES = 60 * 2 ** 20;
const DATASETS = ['tinyshakespeare'];
const STARTS = [
  ['apps', 'cli'],
  ['tooling', 'parity'],
  ['packages', 'backend-cuda'],
  ['tooling', 'cuda-machine'],
];

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: fromRoot('.cuda-machine') },
    'no-node': { type: 'boolean', default: false },
    'no-archive': { type: 'boolean', default: false },
  },
});
const folder = join(resolve(values.out), 'prattle-cuda');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const modules = new NodeModules(folder);
const packages = workspacePackages(STARTS.map((parts) => fromRoot(...parts)));
for (const { folder: source } of packages) copySources(source, folder);
for (const part of ['tooling/vitest', 'package.json', 'tsconfig.base.json', 'docs/results']) copySources(fromRoot(part), folder);
for (const { needs } of packages) for (const need of needs) if (!need.ours) modules.add(need.name, need.folder);
for (const { folder: source, needs } of packages) link(source, needs);
for (const name of DATASETS) copyData(name);
if (!values['no-node']) copyNode(join(folder, 'node'));
copyFileSync(fileURLToPath(new URL('run.sh', import.meta.url)), join(folder, 'run.sh'));
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
writeFileSync(
  join(folder, 'packed.json'),
  `${JSON.stringify({ commit, date: new Date().toISOString(), packages: packages.map(({ name }) => name) }, null, 2)}\n`,
);
console.log(folder);
if (!values['no-archive']) archive();

/** The packages' own node_modules: links to what lies in the copy. @param {string} source @param {readonly { name: string, folder: string, ours: boolean }[]} needs */
function link(source, needs) {
  for (const { name, folder: needed, ours } of needs) {
    const place = join(folder, relative(root, source), 'node_modules', name);
    const target = ours ? join(folder, relative(root, needed)) : join(folder, 'node_modules', name);
    if (lstatSync(place, { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(relative(dirname(place), target), place);
  }
}

/** A dataset that was downloaded here, where `PRATTLE_DATA_DIR` or the user's cache has it. @param {string} name */
function copyData(name) {
  const { PRATTLE_DATA_DIR, XDG_CACHE_HOME = join(homedir(), '.cache') } = process.env;
  const places = [...(PRATTLE_DATA_DIR ? [PRATTLE_DATA_DIR] : []), join(XDG_CACHE_HOME, 'prattle', 'datasets')].map((place) =>
    join(place, name),
  );
  const found = places.find((place) => existsSync(place));
  if (found === undefined) console.log(`${name} is not here, so what needs it is left out: prattle data fetch ${name}`);
  else cpSync(found, join(folder, 'data', name), { recursive: true });
}

function archive() {
  const file = `${folder}.tar.xz`;
  execFileSync('tar', ['-C', dirname(folder), '-cJf', file, 'prattle-cuda'], { env: { ...process.env, XZ_OPT: '-6 -T0' } });
  const bytes = statSync(file).size;
  console.log(`${file}: ${(bytes / 2 ** 20).toFixed(1)} MiB`);
  if (bytes <= MOST_BYTES) return;
  console.error(
    `[prattle/cuda-machine] The archive is larger than ${MOST_BYTES / 2 ** 20} MiB. Leave more out in src/pack/third-party.js.`,
  );
  process.exitCode = 1;
}
