// Builds build/prattle-cpu.node, when anything has changed since the last time. Without a compiler, or when it fails,
// this ends well all the same: build/info.json says why there is no addon, and the portable backend takes over.
//   CXX=x86_64-w64-mingw32-g++-posix node scripts/build-native.js   for Windows, from another system: build/win32/prattle-cpu.node
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addonFlags, findCompiler, firstError, hashOf, link, outputFolder, readJson, writeJson } from '@prattle/tooling-native';
import { addonSources, buildFolder, compile, engineSources, findNodeHeaders, hashSources, releaseFlags } from './compiler.js';

/** @returns {Promise<string>} a line about what happened, empty when there was nothing to do */
async function build() {
  const compiler = findCompiler();
  const headers = findNodeHeaders();
  const folder = compiler ? outputFolder(buildFolder, compiler) : buildFolder;
  const addonPath = join(folder, 'prattle-cpu.node');
  const infoPath = join(folder, 'info.json');
  const key = hashOf(compiler, headers, process.platform, process.arch, hashSources(), engineSources(), releaseFlags);
  const info = readJson(infoPath);
  if (info?.key === key && (info.reason || existsSync(addonPath))) return '';
  const refuse = (reason, remedy) => {
    rmSync(addonPath, { force: true });
    writeJson(infoPath, { key, reason, remedy });
    return `native backend not built: ${reason}`;
  };
  if (!compiler) {
    const remedy =
      "Install g++ or clang++ (for instance `apt install g++`; on Windows MinGW's g++), then run `pnpm --filter @prattle/backend-cpu native`.";
    return refuse('no C++ compiler was found', remedy);
  }
  if (!headers) return refuse('node_api.h was not found', 'Run `pnpm install`, which brings node-api-headers.');

  const start = performance.now();
  const sources = [...engineSources(), ...addonSources(compiler).map((source) => ({ source, flags: [`-I${headers}`] }))];
  try {
    const objects = await compile(
      compiler,
      sources.map(({ source, flags }) => ({ source, flags: [...releaseFlags, ...flags] })),
    );
    await link(compiler, objects, addonPath, addonFlags(compiler));
  } catch (error) {
    return refuse(
      `${compiler.command} failed: ${firstError(error)}`,
      `Check that ${compiler.command} compiles C++17, or set CXX to a compiler that does.`,
    );
  }
  writeJson(infoPath, { key, compiler: compiler.version });
  return `native backend built with ${compiler.version} in ${((performance.now() - start) / 1000).toFixed(1)} s`;
}

const line = await build();
if (line) console.log(line);
