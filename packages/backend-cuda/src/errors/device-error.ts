import { BackendError } from '@prattle/core';
import type { DriverFailure } from '../probe/explain.js';

/**
 * What a device that was open said, for people. A device that failed once fails until it is opened anew.
 * @param error as the addon throws it
 */
export function deviceError(error: unknown): BackendError {
  if (BackendError.isInstance(error)) return error;
  const { code = 'internal', message } = error as DriverFailure;
  return new BackendError({ package: 'backend-cuda', cause: error, ...explain(code, message) });
}

function explain(code: string, message: string) {
  switch (code) {
    case 'out-of-memory':
      return {
        code: 'out-of-memory',
        what: `The GPU has no memory left: ${message}`,
        remedy: 'Take a smaller batch, a shorter context or a smaller model, or end other programs that use the GPU (see nvidia-smi).',
      };
    case 'device-failed':
      return {
        code: 'device-failed',
        what: `The GPU failed: ${message}`,
        remedy:
          'What was saved before is intact: go on from the last checkpoint (prattle train --resume). ' +
          'With --synchronous the message names the kernel alone; nvidia-smi and the system log (Xid) tell of failing hardware.',
      };
    case 'no-kernels':
      return {
        code: 'no-kernels',
        what: `The kernels do not fit this version: ${message}`,
        remedy: 'Build them anew, or install the release again.',
      };
    case 'closed':
      return { code: 'closed', what: 'The backend is closed', remedy: 'Open it again.' };
    default:
      return { code: 'internal', what: `The CUDA backend did something wrong: ${message}`, remedy: 'This is a bug in Prattle.' };
  }
}
