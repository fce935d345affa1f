import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Unavailable } from '@prattle/core';
import { unavailable } from '../unavailable.js';
import type { ModuleSource, Variant } from '../variants.js';
import { checkBinding } from './binding.js';
import { checkCuda } from './cuda.js';
import { libraryPlaces } from './libraries.js';
import { checkVersion } from './version.js';

/** A package that is there, with all that it needs as far as can be told without loading it. */
export interface Installation {
  readonly folder: string;
  readonly version: string;
}

/** What is read of the package's package.json. */
export interface Manifest {
  readonly version: string;
  readonly binary?: { readonly module_path?: string; readonly napi_versions?: readonly number[] };
}

/** Finds the installed package, or says what is missing. Reads files, loads and changes nothing, never throws. */
export function findInstallation({ packageName, kind }: Variant, source: ModuleSource): Installation | Unavailable {
  const file = manifestFile(packageName, source);
  if (file === undefined) {
    return unavailable(`${packageName} is not installed`, `Optional: \`npm install ${packageName}\` adds it, and downloads TensorFlow.`);
  }
  const manifest = file === 'damaged' ? undefined : readManifest(file);
  if (file === 'damaged' || manifest === undefined) {
    return unavailable(`${packageName} is installed, and its package.json is damaged`, `Install it again: \`npm install ${packageName}\`.`);
  }
  const [folder, places] = [dirname(file), libraryPlaces()];
  const problem =
    checkVersion(packageName, manifest.version) ??
    checkBinding(packageName, folder, manifest, places) ??
    (kind === 'gpu' ? checkCuda(places) : undefined);
  return problem ?? { folder, version: manifest.version };
}

function manifestFile(packageName: string, { from }: ModuleSource): string | 'damaged' | undefined {
  const folders = from === undefined ? [process.cwd(), dirname(fileURLToPath(import.meta.url))] : [from];
  for (const folder of folders) {
    try {
      return createRequire(join(folder, 'package.json')).resolve(`${packageName}/package.json`);
    } catch (error) {
      // Not there: the next folder. Anything else is Node's own reading of a package.json that cannot be read.
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') return 'damaged';
    }
  }
  return undefined;
}

function readManifest(file: string): Manifest | undefined {
  try {
    const { version, binary } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Manifest>;
    return typeof version === 'string' ? { version, ...(Array.isArray(binary?.napi_versions) ? { binary } : {}) } : undefined;
  } catch {
    return undefined;
  }
}
