import type { KernelFunction, KernelName } from '@prattle/ops';
import type { PrattleWebGpuBackend } from '../backend/backend.js';

/** Kernels of `@prattle/ops` by name, as this backend runs them. */
export type FusedKernels = { readonly [Name in KernelName]: KernelFunction<Name, PrattleWebGpuBackend> };
