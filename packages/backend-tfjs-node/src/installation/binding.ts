import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Unavailable } from '@prattle/core';
import { unavailable } from '../unavailable.js';
import type { Manifest } from './find.js';
import { type LibraryPlaces, missingLibraries } from './libraries.js';

const BINDING = 'tfjs_binding.node';

/** TensorFlow's C library, as the binding asks the loader for it. */
const tensorflowLibrary: Readonly<Record<string, string>> = {
  linux: 'libtensorflow.so.2',
  darwin: 'libtensorflow.2.dylib',
  win32: 'tensorflow.dll',
};

/** Why the native part of the package cannot be loaded; nothing if its files are in their places. */
export function checkBinding(packageName: string, folder: string, manifest: Manifest, places: LibraryPlaces): Unavailable | undefined {
  const { platform } = process;
  const binding = bindingFile(folder, manifest);
  const libraries = platform === 'win32' ? dirname(binding) : join(folder, 'deps', 'lib');
  const library = tensorflowLibrary[platform] ?? 'libtensorflow.so.2';
  const hasLibrary = missingLibraries([library], { ...places, folders: [libraries, ...places.folders] }).length === 0;
  if (existsSync(binding)) {
    if (hasLibrary) return undefined;
    return unavailable(
      `${packageName} is installed without TensorFlow's library (${library} is not in ${libraries})`,
      `Run \`npm rebuild ${packageName}\`: it downloads the library.`,
    );
  }
  if (!hasLibrary) {
    return unavailable(
      `The install script of ${packageName} did not run, or its download failed: it has neither a binding nor TensorFlow's library`,
      `Run \`npm rebuild ${packageName}\` (with pnpm \`pnpm approve-builds\`): it downloads both.`,
    );
  }
  return unavailable(
    `${packageName} has no binding for this Node and system (${binding} is missing)`,
    `Run \`npm rebuild ${packageName} --build-addon-from-source\`; it needs a C++ compiler, make and Python.`,
  );
}

/**
 * Where the package looks for its binding: in the folder of the newest Node-API version that both it and this Node know.
 */
function bindingFile(folder: string, { binary = {} }: Manifest): string {
  const { module_path: path = './lib/napi-v{napi_build_version}', napi_versions: known = [] } = binary;
  const newest = Math.max(...known.filter((version) => version <= Number(process.versions.napi)), 0);
  return join(folder, path.replace('{napi_build_version}', String(newest)), BINDING);
}
