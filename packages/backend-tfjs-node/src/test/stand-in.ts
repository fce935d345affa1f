import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Variant } from '../variants.js';

export interface StandIn {
  readonly packageName?: Variant['packageName'];
  readonly version?: string;
  /** The native parts that its install script would have left. Default: all. */
  readonly parts?: readonly ('binding' | 'library')[];
  /** What `isUsingGpuDevice` says. */
  readonly gpu?: boolean;
  /** What happens when it is loaded, instead of registering a backend. */
  readonly onLoad?: string;
}

const require = createRequire(import.meta.url);
const resolved = (name: string) => JSON.stringify(require.resolve(name));
const LIBRARY: Readonly<Record<string, string>> = { darwin: 'libtensorflow.2.dylib', win32: 'tensorflow.dll' };

/** As the real packages do it: loaded by `require`, with a tfjs of its own, registering and choosing `tensorflow` at once. */
const register = (gpu: boolean) => `
const tf = require(${resolved('@tensorflow/tfjs-core')});
const { MathBackendCPU } = require(${resolved('@tensorflow/tfjs-backend-cpu')});
tf.copyRegisteredKernels('cpu', 'tensorflow');
class Backend extends MathBackendCPU {
  isUsingGpuDevice = ${gpu};
  binding = { TF_Version: '2.9.1' };
}
tf.registerBackend('tensorflow', () => new Backend(), 3);
if (!tf.setBackend('tensorflow')) throw new Error('Could not initialize TensorFlow backend.');
`;

/**
 * Writes a package that looks like the real one from outside and computes with tfjs's plain JavaScript.
 * @returns the folder of a program that has it installed
 */
export function writeStandIn(options: StandIn = {}): string {
  const { packageName = '@tensorflow/tfjs-node', version = '4.22.0', parts = ['binding', 'library'], gpu = false } = options;
  const program = mkdtempSync(join(tmpdir(), 'prattle-tfjs-node-'));
  const write = (path: string, text: string) => {
    const file = join(program, 'node_modules', packageName, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const binary = { module_path: './lib/napi-v{napi_build_version}', napi_versions: [3, 8, 9999] };
  write('package.json', JSON.stringify({ name: packageName, version, main: 'dist/index.js', binary }));
  write('dist/index.js', options.onLoad ?? register(gpu));
  if (parts.includes('binding')) write('lib/napi-v8/tfjs_binding.node', '');
  const library = LIBRARY[process.platform] ?? 'libtensorflow.so.2';
  if (parts.includes('library')) write(join(process.platform === 'win32' ? 'lib/napi-v8' : 'deps/lib', library), '');
  return program;
}

/** As `writeStandIn`, for one test. */
export function useStandIn(options: StandIn = {}): string {
  const program = writeStandIn(options);
  onTestFinished(() => rmSync(program, { recursive: true }));
  return program;
}
