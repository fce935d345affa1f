import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsVersion, tensorOperationsVersion } from '@prattle/engine';
import { type BuildInfo, explainMissingAddon, explainMissingKernels, explainMissingPackage } from '../probe/explain.js';
import type { Explanation } from '../probe/explanation.js';
import { type Machine, thisMachine } from '../probe/machine.js';
import type { CudaAddon } from './cuda-addon.js';

/** Where the addon and the kernels may be; other places are for tests. */
export interface AddonPlaces {
  /** The optional package that has both for this platform. */
  readonly platformPackage: string;
  /** The folder in which they are built here. */
  readonly localBuild: string;
  /** The program that builds them: there where the sources are, not where the package was installed. */
  readonly builder: string;
  readonly machine: Machine;
}

const usualPlaces: AddonPlaces = {
  platformPackage: `@prattle/backend-cuda-${process.platform}-${process.arch}`,
  localBuild: fileURLToPath(new URL('../../build', import.meta.url)),
  builder: fileURLToPath(new URL('../../scripts/build.js', import.meta.url)),
  machine: thisMachine,
};

const ADDON = 'prattle-cuda.node';

/** The published addon for this platform, else the one built here, or why there is none. Never throws. */
export function findAddon(places: AddonPlaces = usualPlaces): { readonly addon: CudaAddon } | Explanation {
  const file = join(folderOf(places), ADDON);
  if (!existsSync(file)) {
    if (!existsSync(places.builder)) return explainMissingPackage(places.machine, places.platformPackage);
    return explainMissingAddon(places.machine, buildInfo(places, 'addon'));
  }
  let addon: CudaAddon;
  try {
    addon = createRequire(import.meta.url)(file) as CudaAddon;
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split(/\r?\n/);
    return explainMissingAddon(places.machine, { reason: `${file} cannot be loaded (${line})` });
  }
  const alike = addon.operationsVersion === operationsVersion() && addon.tensorOperationsVersion === tensorOperationsVersion();
  if (alike) return { addon };
  return {
    reason: 'The native addon is of another version than this package',
    remedy: 'Build it anew: pnpm --filter @prattle/backend-cuda device; or install both anew.',
  };
}

/** The files with kernels that a driver is given, or why there are none. The emulated driver has them in itself. */
export function findKernels(driver: string, places: AddonPlaces = usualPlaces): { readonly kernels: readonly string[] } | Explanation {
  if (basename(driver) === 'libcuda-emulated.so') return { kernels: [driver] };
  const folder = join(folderOf(places), 'kernels');
  const kernels = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.fatbin')) : [];
  if (kernels.length > 0) return { kernels: kernels.map((name) => join(folder, name)) };
  return explainMissingKernels(buildInfo(places, 'kernels'));
}

function folderOf({ platformPackage, localBuild }: AddonPlaces): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${platformPackage}/package.json`));
  } catch {
    return localBuild;
  }
}

function buildInfo({ localBuild }: AddonPlaces, part: string): BuildInfo | undefined {
  try {
    return JSON.parse(readFileSync(join(localBuild, `${part}.json`), 'utf8')) as BuildInfo;
  } catch {
    return undefined;
  }
}
