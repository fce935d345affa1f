import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Backend, BackendError } from '@prattle/core';
import { engine, install, openForeignBackend } from '@prattle/ops/tfjs';
import { explainLoadFailure } from './explain-load-failure.js';
import type { Installation } from './installation/find.js';
import type { Variant } from './variants.js';

/** The name under which both packages register in tfjs. */
const TFJS_NAME = 'tensorflow';

/** What is used of the packages' tfjs backend beyond tfjs's contract. */
interface TensorflowBackend {
  readonly isUsingGpuDevice?: boolean;
  readonly binding?: { readonly TF_Version?: string };
}

/** The package whose TensorFlow is in this process; there is no way to unload it. */
let loaded: string | undefined;

/**
 * Loads the package, which registers itself in the one tfjs engine, and makes it the current backend.
 * @throws BackendError when it cannot be loaded or finds no GPU, with what to do about it
 */
export async function openInstallation(variant: Variant, { folder, version }: Installation): Promise<Backend> {
  const { name, packageName, kind, device } = variant;
  if (loaded !== undefined && loaded !== folder) {
    throw failure('bad-option', `${loaded} is loaded already, and a process can have only one TensorFlow`, 'Start another process.');
  }
  await install();
  load(packageName, folder);
  loaded = folder;
  if (engine().findBackendFactory(TFJS_NAME) == null) {
    throw failure('cannot-start', `${packageName} registered no backend in this tfjs`, `Install it again: \`npm install ${packageName}\`.`);
  }
  const details = { package: `${packageName} ${version}` };
  const backend = await openForeignBackend({ package: 'backend-tfjs-node', tfjsName: TFJS_NAME, kind, name, device, details });
  const { isUsingGpuDevice, binding } = engine().findBackend(TFJS_NAME) as TensorflowBackend;
  if (kind === 'gpu' && isUsingGpuDevice !== true) {
    backend.close();
    throw failure('no-gpu', 'TensorFlow found no GPU that it can use', 'Its messages above say why; tfjs-node is for the CPU.');
  }
  return { ...backend, details: { ...details, ...(binding?.TF_Version ? { tensorflow: binding.TF_Version } : {}) } };
}

function load(packageName: string, folder: string): void {
  const before = process.env.TF_CPP_MIN_LOG_LEVEL;
  // Warnings and errors only, if nothing else is asked for: TensorFlow reads it when it is loaded.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  try {
    createRequire(join(folder, 'package.json'))(folder);
  } catch (cause) {
    const { reason, remedy } = explainLoadFailure(packageName, cause);
    throw failure('cannot-load', reason, remedy, cause);
  } finally {
    if (before === undefined) delete process.env.TF_CPP_MIN_LOG_LEVEL;
  }
}

function failure(code: string, what: string, remedy: string, cause?: unknown): BackendError {
  return new BackendError({ package: 'backend-tfjs-node', code, what, remedy, ...(cause === undefined ? {} : { cause }) });
}
