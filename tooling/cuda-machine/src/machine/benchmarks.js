/**
 * @typedef {object} Benchmark
 * @property {string} name `peers/torch_cuda.py` has the same names
 * @property {readonly string[]} flags what follows `prattle bench train`
 * @property {'float32' | 'bf16'} precision of both sides
 * @property {number} steps timed in one round
 * @property {number} target how many times PyTorch's speed it should have at least, and
 * @property {'eager' | 'compile'} against which of its two
 */

/** @type {readonly Benchmark[]} What is timed beside PyTorch on the same GPU. */
export const benchmarks = [
  {
    name: 'notebook',
    flags: ['--model', 'transformer', '--preset', 'notebook', '--vocabulary', '65'],
    precision: 'float32',
    steps: 500,
    target: 5,
    against: 'eager',
  },
  {
    name: 'gru',
    flags: ['--model', 'gru', '--preset', 'words', '--vocabulary', '27'],
    precision: 'float32',
    steps: 300,
    target: 3,
    against: 'eager',
  },
  {
    name: 'lstm',
    flags: ['--model', 'lstm', '--preset', 'micro-lm', '--vocabulary', '65'],
    precision: 'float32',
    steps: 100,
    target: 3,
    against: 'eager',
  },
  {
    name: 'baby',
    flags: ['--model', 'transformer', '--preset', 'baby', '--vocabulary', '65'],
    precision: 'bf16',
    steps: 100,
    target: 1,
    against: 'compile',
  },
  {
    name: 'gpt2',
    flags: ['--model', 'transformer', '--preset', 'gpt2', '--vocabulary', '50304', '--context', '1024', '--batch', '16', '--dropout', '0'],
    precision: 'bf16',
    steps: 20,
    target: 0.9,
    against: 'compile',
  },
];

/** The same programs on next to nothing: to see that everything runs, on the emulated device, whose tensor cores are slow. */
export const tinyBenchmarks = benchmarks.map((benchmark) => ({
  ...benchmark,
  flags: [
    '--model',
    benchmark.flags[1] ?? '',
    '--context',
    '4',
    '--batch',
    '1',
    '--vocabulary',
    '5',
    ...smallest(benchmark.flags[1] ?? ''),
  ],
  precision: /** @type {const} */ ('float32'),
  steps: 1,
}));

/** @param {string} model */
function smallest(model) {
  return model === 'transformer' ? ['--layers', '1', '--heads', '1', '--width', '8'] : ['--embedding', '4', '--hidden', '4'];
}

/** Dense bf16 operations a second that a card is sold with, by what its name contains. */
const PEAKS = [
  { name: 'H200', peak: 989.4e12 },
  { name: 'H100 PCIe', peak: 756e12 },
  { name: 'H100', peak: 989.4e12 },
  { name: 'A100', peak: 312e12 },
];

/** @param {string} device */
export const peakOf = (device) => PEAKS.find(({ name }) => device.includes(name))?.peak;

/** Operations of a training step for each token of GPT-2: 6 for each parameter, and attention's. */
export function gpt2OperationsPerToken({ parameters = 124_475_904, layers = 12, width = 768, context = 1024 } = {}) {
  return 6 * parameters + 12 * layers * width * context;
}
