// A thread of the engine: an instance of the module on the shared memory, which stays in `work` until its round is over.
// In a browser this is a Web Worker, in Node a worker thread.

const port = globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort ?? globalThis;

port.onmessage = ({ data: { module, memory, stack, thread, round } }) => {
  const imports = { env: { memory }, host: { milliseconds: () => performance.now() } };
  const { exports } = new WebAssembly.Instance(module, imports);
  exports.__stack_pointer.value = stack;
  port.postMessage('ready');
  exports.work(thread, round);
  port.close();
};
