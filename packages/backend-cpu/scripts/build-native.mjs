// Builds build/prattle-cpu.node, when anything has changed since the last time. Without a compiler, or when it fails,
// this ends well all the same: build/info.json says why there is no addon, and the portable backend takes over.
import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { compile, findCompiler, findNodeHeaders, hashSources, kernelVariants, link, packageFolder, readJson, writeJson } from './compiler.mjs';

const buildFolder = join(packageFolder, 'build');
const addonPath = join(buildFolder, 'prattle-cpu.node');
const infoPath = join(buildFolder, 'info.json');

const linkFlags = {
  linux: ['-shared', '-pthread', '-s'],
  darwin: ['-bundle', '-undefined', 'dynamic_lookup'],
};

/** @returns {Promise<string>} a line about what happened, empty when there was nothing to do */
async function build() {
  const compiler = findCompiler();
  const headers = findNodeHeaders();
  const wanted = { key: keyOf(compiler, headers) };
  const info = readJson(infoPath);
  if (info?.key === wanted.key && (info.reason || existsSync(addonPath))) return '';
  const refuse = (reason, remedy) => {
    rmSync(addonPath, { force: true });
    writeJson(infoPath, { ...wanted, reason, remedy });
    return `native backend not built: ${reason}`;
  };
  const platformFlags = linkFlags[process.platform];
  if (!platformFlags) return refuse(`there is no native build for ${process.platform}`, 'Use the portable backend.');
  if (!compiler) {
    return refuse('no C++ compiler was found', 'Install g++ or clang++ (for instance `apt install g++`), then run `pnpm --filter @prattle/backend-cpu native`.');
  }
  if (!headers) return refuse('node_api.h was not found', 'Run `pnpm install`, which brings node-api-headers.');

  const start = performance.now();
  const { defines, sources } = kernelVariants();
  const host = ['pool.cc', 'engine.cc', 'cpu.cc', 'addon.cc'].map((source) => ({ source, object: source.replace('.cc', '.o'), flags: [] }));
  try {
    const objects = await compile(compiler, [...sources, ...host], {
      folder: join(buildFolder, 'objects'),
      flags: ['-O3', '-fPIC', '-fvisibility=hidden', ...defines, `-I${headers}`],
    });
    // A running process may have the old addon mapped: put the new one beside it, then in its place.
    await link(compiler, objects, `${addonPath}.new`, platformFlags);
    renameSync(`${addonPath}.new`, addonPath);
  } catch (error) {
    const detail = String(error.stderr || error.message).split('\n').find((line) => line.includes('error')) ?? String(error.message);
    return refuse(`${compiler.command} failed: ${detail.trim()}`, `Check that ${compiler.command} compiles C++17, or set CXX to a compiler that does.`);
  }
  writeJson(infoPath, { ...wanted, compiler: compiler.version, seconds: Math.round((performance.now() - start) / 100) / 10 });
  return `native backend built with ${compiler.version} in ${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function keyOf(compiler, headers) {
  return createHash('sha256')
    .update(JSON.stringify([compiler, Boolean(headers), process.platform, process.arch, hashSources(), kernelVariants(), linkFlags[process.platform]]))
    .digest('hex');
}

const line = await build();
if (line) console.log(line);
