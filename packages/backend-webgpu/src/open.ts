import {
  type Backend,
  type BackendCapabilities,
  BackendError,
  type BackendMemory,
  type CompiledStep,
  type StepFunction,
} from '@prattle/core';
import { getKernel, inner, install, registerBackend, removeBackend, setBackend } from '@prattle/ops/tfjs';
import { PrattleWebGpuBackend } from './backend/backend.js';
import { chooseForms } from './backend/choose-forms.js';
import { allForms, formKinds, type KernelForms, type RowForm } from './backend/kernel-form.js';
import { describeAdapter } from './gpu/adapter.js';
import { openDevice } from './gpu/device.js';
import { defineGlobals } from './gpu/find-gpu.js';
import { withNavigator } from './gpu/with-navigator.js';
import { fusedKernels } from './kernels/fused.js';
import { registerKernels } from './kernels/register.js';

/** The name that tfjs knows the backend by. */
const TFJS_NAME = 'prattle-webgpu';

const capabilities: BackendCapabilities = {
  device: 'gpu',
  replay: true,
  fusedKernels: Object.keys(fusedKernels),
  synchronousReads: false,
};

/** tfjs has one backend of a name: all who open it share it, and it goes when the last of them closes it. */
let shared: { readonly backend: PrattleWebGpuBackend; users: number } | undefined;

/**
 * Opens the adapter's device and makes it tfjs's current backend.
 * @param form of kernels that have several; that of a later opening holds for all
 */
export async function openBackend(gpu: GPU, adapter: GPUAdapter, form?: RowForm): Promise<Backend> {
  await install();
  const facts = describeAdapter(adapter);
  if (getKernel('Identity', TFJS_NAME) == null) registerKernels(TFJS_NAME);
  // A backend whose device failed is of no use to anybody.
  if (shared?.backend.guard.failure !== undefined) discard();
  if (shared === undefined) {
    await defineGlobals();
    const opened = await openDevice(adapter);
    const backend = withNavigator(gpu, () => new PrattleWebGpuBackend(opened, adapter.info, allForms('item')));
    registerBackend(TFJS_NAME, () => backend);
    shared = { backend, users: 0 };
    // On software adapters every wait costs: nothing to measure there.
    if (form === undefined && !facts.software) backend.forms = await chooseForms(backend, facts.device);
  }
  if (form !== undefined) setForms(shared.backend, form);
  shared.users++;
  await setBackend(TFJS_NAME);
  return new OpenBackend(shared.backend, facts.device, { ...facts.details, ...describeForms(shared.backend.forms) });
}

/** For `prattle backends`: which kinds of kernels run in which form. */
function describeForms(forms: KernelForms): Record<string, string> {
  const kindsIn = (form: RowForm) => formKinds.filter((kind) => forms[kind] === form).join(', ') || 'none';
  return { 'kernels with workgroup memory': kindsIn('group'), 'kernels with subgroups': kindsIn('subgroup') };
}

function setForms(backend: PrattleWebGpuBackend, form: RowForm): void {
  if (form === 'subgroup' && !backend.hasSubgroups) {
    if (shared?.users === 0) discard();
    throw new BackendError({
      package: 'backend-webgpu',
      code: 'no-subgroups',
      what: 'This graphics adapter, or this browser, has no subgroups',
      remedy: "Open the backend with kernels: 'group', or leave the choice to it.",
    });
  }
  backend.forms = allForms(form);
}

function discard(): void {
  shared = undefined;
  removeBackend(TFJS_NAME);
}

class OpenBackend implements Backend {
  readonly name = 'webgpu';
  readonly capabilities = capabilities;
  #open = true;

  constructor(
    private readonly backend: PrattleWebGpuBackend,
    readonly device: string,
    readonly details: Backend['details'],
  ) {}

  memory(): BackendMemory {
    const { numTensors, numBytes } = inner().state;
    return { tensors: numTensors, bytes: numBytes, reserved: this.backend.reserved };
  }

  compile(step: StepFunction): CompiledStep {
    return this.backend.compile(step);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (shared?.backend !== this.backend) return;
    shared.users--;
    if (shared.users === 0) discard();
  }
}
