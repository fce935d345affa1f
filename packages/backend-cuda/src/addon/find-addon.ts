import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsVersion, tensorOperationsVersion } from '@prattle/engine';
import { type BuildInfo, explainMissingAddon, explainMissingKernels } from '../probe/explain.js';
import type { Explanation } from '../probe/explanation.js';
import type { CudaAddon } from './cuda-addon.js';

const inBuild = (name: string) => fileURLToPath(new URL(`../../build/${name}`, import.meta.url));

/** The addon, or why there is none. Never throws. */
export function findAddon(): { readonly addon: CudaAddon } | Explanation {
  let addon: CudaAddon;
  try {
    addon = createRequire(import.meta.url)(inBuild('prattle-cuda.node')) as CudaAddon;
  } catch {
    return explainMissingAddon(buildInfo('addon'));
  }
  const alike = addon.operationsVersion === operationsVersion() && addon.tensorOperationsVersion === tensorOperationsVersion();
  if (alike) return { addon };
  return {
    reason: 'The native addon is of another version than this package',
    remedy: 'Build it anew: pnpm --filter @prattle/backend-cuda native.',
  };
}

/** The files with kernels that a driver is given, or why there are none. The emulated driver has them in itself. */
export function findKernels(driver: string): { readonly kernels: readonly string[] } | Explanation {
  if (basename(driver) === 'libcuda-emulated.so') return { kernels: [driver] };
  const kernels = fatBinaries();
  return kernels.length > 0 ? { kernels } : explainMissingKernels(buildInfo('kernels'));
}

function fatBinaries(): string[] {
  try {
    const folder = inBuild('kernels');
    return readdirSync(folder)
      .filter((name) => name.endsWith('.fatbin'))
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

function buildInfo(part: string): BuildInfo | undefined {
  try {
    return JSON.parse(readFileSync(inBuild(`${part}.json`), 'utf8')) as BuildInfo;
  } catch {
    return undefined;
  }
}
