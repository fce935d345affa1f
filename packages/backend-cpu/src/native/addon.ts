import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Unavailable } from '@prattle/core';
import { operationsVersion } from '@prattle/engine';
import type { NativeAddon } from './native-addon.js';
import { platformName, thisPlatform } from './platform.js';

const BUILD = 'pnpm --filter @prattle/backend-cpu native';

/** The addon, or why there is none. */
export type AddonSearch = { readonly addon: NativeAddon } | Unavailable;

/** Where to look; other places are for tests. */
export interface AddonPlaces {
  /** The optional package with a published binary for this platform. */
  readonly platformPackage: string;
  /** The addon as this package's build leaves it. */
  readonly localBuild: string;
  /** The program that builds it: there where the sources are, not where the package was installed. */
  readonly builder: string;
  /** Folders in which a compiler would be found. */
  readonly path: string;
}

function addonPlaces(): AddonPlaces {
  return {
    platformPackage: `@prattle/backend-cpu-${platformName(thisPlatform())}`,
    localBuild: fileURLToPath(new URL('../../build/prattle-cpu.node', import.meta.url)),
    builder: fileURLToPath(new URL('../../scripts/build-native.js', import.meta.url)),
    path: process.env.PATH ?? '',
  };
}

/** Loads the published addon for this platform, else the one built here. Never throws. */
export function findAddon(places: AddonPlaces = addonPlaces()): AddonSearch {
  const require = createRequire(import.meta.url);
  for (const place of [places.platformPackage, places.localBuild]) {
    let addon: NativeAddon;
    try {
      addon = require(place) as NativeAddon;
    } catch (error) {
      if (isNotFound(error)) continue;
      return unavailable(`The native addon ${place} cannot be loaded (${firstLine(error)})`, `Build it for this machine: ${BUILD}.`);
    }
    if (addon.operationsVersion === operationsVersion()) return { addon };
    return unavailable(`The native addon ${place} is of another version than this package`, `Build it anew: ${BUILD}.`);
  }
  if (!existsSync(places.builder)) {
    return unavailable(
      'This installation has no native addon for this machine',
      `Install ${places.platformPackage} (npm leaves it out with --omit=optional); where there is none, wasm runs the same kernels.`,
    );
  }
  return compiler(places.path) === undefined
    ? unavailable(
        'The native addon is not built, and no C++ compiler was found',
        `Install g++ or clang++ (on Windows MinGW's g++) and run: ${BUILD}.`,
      )
    : unavailable('The native addon is not built', `Run: ${BUILD}.`);
}

function compiler(path: string): string | undefined {
  const names = process.platform === 'win32' ? ['c++.exe', 'g++.exe'] : ['c++', 'g++', 'clang++'];
  for (const folder of path.split(delimiter)) {
    const found = names.find((name) => folder !== '' && existsSync(join(folder, name)));
    if (found !== undefined) return join(folder, found);
  }
  return undefined;
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split(/\r?\n/, 1)[0] ?? '';
}

function unavailable(reason: string, remedy: string): Unavailable {
  return { available: false, reason, remedy };
}
