import type { Backend, BackendCapabilities, BackendMemory, CompiledStep, StepFunction } from '@prattle/core';
import { inner, install, registerBackend, removeBackend, setBackend } from '@prattle/ops/tfjs';
import { PrattleBackend } from './backend.js';
import type { Engine } from './engine.js';
import { fusedKernels } from './kernels/fused.js';
import { addJavaScriptKernels, registerKernels } from './kernels/register.js';

/** What a backend says about itself; `name` is its plugin's. */
export type EngineDescription = Pick<Backend, 'name' | 'device' | 'details'>;

export interface EngineOptions {
  /**
   * Whether tfjs's own kernels in JavaScript are there for what the engine has no kernels for. Without them nothing of
   * tfjs-backend-cpu is loaded (40 KB compressed, in a browser), training, sampling and predicting with the built-in
   * models work, and other operations of tfjs may be errors. Once loaded they stay. Default: true.
   */
  readonly javaScriptKernels?: boolean;
}

const capabilities: BackendCapabilities = {
  device: 'cpu',
  replay: true,
  fusedKernels: Object.keys(fusedKernels),
  synchronousReads: true,
};

interface Shared {
  readonly backend: PrattleBackend;
  users: number;
}

/** The open backends by the names that tfjs knows them by. */
const open = new Map<string, Shared>();

/** As `openEngine` of the package's entry. */
export async function openShared(
  engine: Engine,
  description: EngineDescription,
  { javaScriptKernels = true }: EngineOptions = {},
): Promise<Backend> {
  install();
  const tfjsName = `prattle-${description.name}`;
  registerKernels(tfjsName);
  if (javaScriptKernels) await addJavaScriptKernels(tfjsName);
  let shared = open.get(tfjsName);
  if (shared === undefined) {
    const backend = new PrattleBackend(engine);
    registerBackend(tfjsName, () => backend);
    shared = { backend, users: 0 };
    open.set(tfjsName, shared);
  } else {
    shared.backend.use(engine);
  }
  shared.users++;
  await setBackend(tfjsName);
  return new OpenBackend(tfjsName, shared, description);
}

class OpenBackend implements Backend {
  readonly capabilities = capabilities;
  readonly name: string;
  readonly device: string;
  readonly details: Backend['details'];
  #open = true;

  constructor(
    private readonly tfjsName: string,
    private readonly shared: Shared,
    { name, device, details }: EngineDescription,
  ) {
    this.name = name;
    this.device = device;
    this.details = details;
  }

  memory(): BackendMemory {
    const { numTensors, numBytes } = inner().state;
    return { tensors: numTensors, bytes: numBytes, reserved: this.shared.backend.reserved };
  }

  compile(step: StepFunction): CompiledStep {
    return this.shared.backend.compile(step);
  }

  profile(run: () => void) {
    return this.shared.backend.profile(run);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.shared.users--;
    if (this.shared.users > 0) return;
    open.delete(this.tfjsName);
    removeBackend(this.tfjsName);
  }
}
