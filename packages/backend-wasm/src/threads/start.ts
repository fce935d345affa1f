/** What a worker needs to become a thread of the engine. */
export interface ThreadSeed {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Where its stack begins. */
  readonly stack: number;
  /** Its number; the caller's is 0. */
  readonly thread: number;
  readonly round: number;
}

/** Starts a worker (`wasm/worker.js`) and resolves once it runs the engine's code. It ends with its round. */
export function startThread(seed: ThreadSeed): Promise<void> {
  return isNode() ? startInNode(seed) : startInBrowser(seed);
}

/** Whether this is Node, or something that has its workers. */
export function isNode(): boolean {
  return typeof globalThis.process?.getBuiltinModule === 'function';
}

function startInNode(seed: ThreadSeed): Promise<void> {
  const { Worker: NodeWorker } = process.getBuiltinModule('node:worker_threads');
  // Flags of the main program (loaders, conditions) are not for it.
  const worker = new NodeWorker(new URL('../../wasm/worker.js', import.meta.url), { execArgv: [] });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      // A program may end while its threads wait.
      worker.unref();
      resolve();
    });
    worker.postMessage(seed);
  });
}

function startInBrowser(seed: ThreadSeed): Promise<void> {
  const worker = new Worker(new URL('../../wasm/worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message || 'The worker could not be loaded.'));
    worker.onmessage = () => resolve();
    worker.postMessage(seed);
  });
}
