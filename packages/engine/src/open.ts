import type { Backend, BackendCapabilities, BackendMemory, CompiledStep, StepFunction } from '@prattle/core';
import { inner, install, quieten, registerBackend, removeBackend, setBackend } from '@prattle/ops/tfjs';
import { PrattleBackend } from './backend.js';
import type { Engine } from './engine.js';
import { fusedKernels } from './kernels/fused.js';
import { addJavaScriptKernels, registerKernels } from './kernels/register.js';

/** What a backend says about itself; `name` is its plugin's. */
export type EngineDescription = Pick<Backend, 'name' | 'device' | 'details'>;

export interface EngineOptions {
  /**
   * Leaves out tfjs's gradients and its own kernels in JavaScript, for what the engine has no kernels for: 55 KB
   * compressed that a page need not load which samples from the built-in models, or predicts. Training, evaluating and
   * other operations of tfjs are errors then, until the backend is opened without this. Default: false.
   */
  readonly sampleOnly?: boolean;
}

/** Memory that JavaScript cannot address is a device's, and so is what computes on it. */
function capabilitiesOf(engine: Engine): BackendCapabilities {
  const ownMemory = engine.transfers !== undefined;
  return { device: ownMemory ? 'gpu' : 'cpu', replay: true, fusedKernels: Object.keys(fusedKernels), synchronousReads: !ownMemory };
}

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
  { sampleOnly = false }: EngineOptions = {},
): Promise<Backend> {
  const tfjsName = `prattle-${description.name}`;
  quieten();
  // Only where they are used: a page need not load them.
  const tensors = engine.tensorOperations ? await import('./kernels/tensor/table.js') : undefined;
  registerKernels(tfjsName, tensors?.tensorKernels);
  if (!sampleOnly) await Promise.all([install(), addJavaScriptKernels(tfjsName, tensors?.tensorKernels)]);
  let shared = open.get(tfjsName);
  if (shared === undefined) {
    const backend = new PrattleBackend(engine, tensors?.tensorOperationNames);
    registerBackend(tfjsName, () => backend);
    shared = { backend, users: 0 };
    open.set(tfjsName, shared);
  } else {
    shared.backend.use(engine);
  }
  shared.users++;
  await setBackend(tfjsName);
  return new OpenBackend(tfjsName, shared, description, capabilitiesOf(engine));
}

class OpenBackend implements Backend {
  readonly name: string;
  readonly device: string;
  readonly details: Backend['details'];
  #open = true;

  constructor(
    private readonly tfjsName: string,
    private readonly shared: Shared,
    { name, device, details }: EngineDescription,
    readonly capabilities: BackendCapabilities,
  ) {
    this.name = name;
    this.device = device;
    this.details = details;
  }

  memory(): BackendMemory {
    const { numTensors, numBytes } = inner().state;
    return { tensors: numTensors, bytes: numBytes, reserved: this.shared.backend.reserved };
  }

  hostFallbacks(): Readonly<Record<string, number>> {
    return this.shared.backend.hostFallbacks;
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
