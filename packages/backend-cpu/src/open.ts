import type { Backend, BackendCapabilities, BackendMemory, BackendOptions, CompiledStep, StepFunction } from '@prattle/core';
import { getKernel, inner, install, registerBackend, removeBackend, setBackend } from '@prattle/ops/tfjs';
import { PrattleBackend } from './backend.js';
import { describeDevice, engineSettings } from './device.js';
import type { Engine, NativeAddon } from './engine.js';
import { fusedKernels } from './kernels/fused.js';
import { registerKernels } from './kernels/register.js';
import { RecordedStep } from './replay/compiled-step.js';

/** The name that tfjs knows the backend by. */
const TFJS_NAME = 'prattle-cpu';

const capabilities: BackendCapabilities = {
  device: 'cpu',
  replay: true,
  fusedKernels: Object.keys(fusedKernels),
  synchronousReads: true,
};

/** tfjs has one backend of a name: all who open it share it, and it goes when the last of them closes it. */
let shared: { readonly backend: PrattleBackend; users: number } | undefined;

/** Opens the native backend and makes it tfjs's current one. Options of a later opening replace those of an earlier one. */
export async function openBackend(addon: NativeAddon, options: BackendOptions = {}): Promise<Backend> {
  const settings = engineSettings(addon, options);
  return openEngine(addon.create(settings), describeDevice(addon, settings));
}

/** As `openBackend`, on an engine that is there already. */
export async function openEngine(engine: Engine, facts: Pick<Backend, 'device' | 'details'>): Promise<Backend> {
  install();
  if (getKernel('Identity', TFJS_NAME) == null) registerKernels(TFJS_NAME);
  if (shared === undefined) {
    const backend = new PrattleBackend(engine);
    backend.compile = (step) => new RecordedStep(backend, step);
    registerBackend(TFJS_NAME, () => backend);
    shared = { backend, users: 0 };
  } else {
    shared.backend.use(engine);
  }
  shared.users++;
  await setBackend(TFJS_NAME);
  return new OpenBackend(shared.backend, facts.device, facts.details);
}

class OpenBackend implements Backend {
  readonly name = 'cpu';
  readonly capabilities = capabilities;
  #open = true;

  constructor(
    private readonly backend: PrattleBackend,
    readonly device: string,
    readonly details: Backend['details'],
  ) {}

  memory(): BackendMemory {
    const { numTensors, numBytes } = inner().state;
    return { tensors: numTensors, bytes: numBytes, reserved: this.backend.reserved };
  }

  compile(step: StepFunction): CompiledStep {
    return new RecordedStep(this.backend, step);
  }

  profile(run: () => void) {
    return this.backend.profile(run);
  }

  close(): void {
    if (!this.#open || shared === undefined) return;
    this.#open = false;
    shared.users--;
    if (shared.users > 0) return;
    shared = undefined;
    removeBackend(TFJS_NAME);
  }
}
