import type { TensorInfo } from '@prattle/ops/tfjs';
import { expectSize, refuse, sizeOf } from './shapes.js';
import type { FusedKernels } from './table.js';

type Names = 'PrattleGlobalNorm' | 'PrattleAdamStep' | 'PrattleSgdStep';

export const optimizerKernels: Pick<FusedKernels, Names> = {
  PrattleGlobalNorm({ inputs: { gradients }, backend }) {
    const norm = backend.output([]);
    const groups = gradients.map((gradient) => ({ gradient: backend.address(gradient), size: sizeOf(gradient.shape) }));
    backend.commands.encode('globalNorm', { norm: backend.address(norm) }, groups);
    return [norm];
  },

  PrattleAdamStep({ inputs: { parameters, gradients, first, second, hyper, norm }, attrs: { decays, decoupled }, backend }) {
    expectSize('PrattleAdamStep', 'hyper', hyper, 8);
    const groups = parameters.map((parameter, index) => {
      const size = sizeOf(parameter.shape);
      const own = (name: string, list: readonly TensorInfo[]) => backend.address(member('PrattleAdamStep', name, list, index, size));
      return {
        parameter: backend.address(parameter),
        gradient: own('gradients', gradients),
        first: own('first', first),
        second: own('second', second),
        size,
        decays: decays[index] ? 1 : 0,
      };
    });
    backend.commands.encode(
      'adamStep',
      { hyper: backend.address(hyper), norm: backend.address(norm), decoupled: decoupled ? 1 : 0 },
      groups,
    );
    return [];
  },

  PrattleSgdStep({ inputs: { parameters, gradients, momenta, hyper, norm }, attrs: { decays, nesterov }, backend }) {
    expectSize('PrattleSgdStep', 'hyper', hyper, 8);
    const groups = parameters.map((parameter, index) => {
      const size = sizeOf(parameter.shape);
      const own = (name: string, list: readonly TensorInfo[]) => backend.address(member('PrattleSgdStep', name, list, index, size));
      return {
        parameter: backend.address(parameter),
        gradient: own('gradients', gradients),
        momentum: momenta.length > 0 ? own('momenta', momenta) : 0,
        size,
        decays: decays[index] ? 1 : 0,
      };
    });
    backend.commands.encode('sgdStep', { hyper: backend.address(hyper), norm: backend.address(norm), nesterov: nesterov ? 1 : 0 }, groups);
    return [];
  },
};

/** The tensor of a list that goes with a parameter of this size. */
function member(kernel: string, name: string, list: readonly TensorInfo[], index: number, size: number): TensorInfo {
  const tensor = list[index];
  if (tensor === undefined) refuse(kernel, `${name} has ${list.length} tensors, too few for parameter ${index}`);
  expectSize(kernel, `${name}[${index}]`, tensor, size);
  return tensor;
}
