import { runCommand, runNode } from './command.js';
import { cli } from './places.js';

/**
 * @typedef {{ available: true, device: string, details: Record<string, string | number>, priority?: number }} Found
 * @typedef {{ available: false, reason: string, remedy: string }} Missing
 */

/** What `prattle backends` says of the backend `cuda`. @returns {Found | Missing} */
export function probeDevice() {
  const finished = runNode(cli, ['backends', '--json']);
  if (finished.code !== 0) return { available: false, reason: finished.stderr.trim(), remedy: 'Build the packages: pnpm build.' };
  /** @type {{ backends: ({ name: string } & (Found | Missing))[] }} */
  const { backends } = JSON.parse(finished.stdout);
  return (
    backends.find(({ name }) => name === 'cuda') ?? { available: false, reason: 'The CLI knows no backend cuda', remedy: 'Build it anew.' }
  );
}

/** Whether the device is the emulated one of the tests. @param {Found} found */
const isEmulated = (found) => found.priority !== undefined;

/**
 * Why the tests of a device cannot run; undefined where they can.
 * @param {Found | Missing} device
 */
export function refusal(device) {
  if (device.available && !isEmulated(device)) return undefined;
  const { reason, remedy } = device.available ? { reason: 'The device is the emulated one', remedy: 'Unset PRATTLE_CUDA_DRIVER.' } : device;
  return `[prattle/cuda-machine] The tests of the CUDA backend need a GPU. ${reason}. ${remedy}`;
}

const ASKED = [
  'name',
  'driver_version',
  'clocks.sm',
  'clocks.mem',
  'clocks.max.sm',
  'clocks.max.mem',
  'power.draw',
  'power.limit',
  'temperature.gpu',
];

/** What nvidia-smi says at the moment: clocks, power, temperature; undefined where there is none. */
export function readClocks() {
  const { code, stdout } = runCommand('nvidia-smi', [`--query-gpu=${ASKED.join(',')}`, '--format=csv,noheader']);
  const [line = ''] = stdout.split('\n');
  if (code !== 0 || line === '') return undefined;
  const values = line.split(', ');
  return Object.fromEntries(ASKED.map((name, i) => [name, values[i]?.trim() ?? '']));
}
