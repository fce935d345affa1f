import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import { activations } from '../operations.js';
import { refuse, sizeOf } from './shapes.js';

interface Tensors {
  readonly dy: TensorInfo;
  readonly y: TensorInfo | undefined;
  readonly preactivation: TensorInfo | undefined;
}

/**
 * dy times the activation's derivative. A dy that may be overwritten is changed where it is, if possible by the very
 * product that computes it: that saves reading and writing it once more.
 *
 * @returns a tensor to be disposed of
 */
export function throughActivation(
  backend: PrattleBackend,
  tensors: Tensors,
  activation: keyof typeof activations,
  consume: boolean,
): TensorInfo {
  const { dy, y, preactivation } = tensors;
  const code = activations[activation];
  // ReLU's derivative can be told from what went in or what came out, GELU's from what went in. Tanh's and the sigmoid's are told
  // from what came out, which for tanh is made again where a residual has been added to it.
  const saved = preactivation ?? (activation === 'gelu' || activation === 'gelu-tanh' ? undefined : y);
  if (saved === undefined) refuse('PrattleLinearGradient', `the gradient of ${activation} needs a saved value`);
  const remade = activation === 'tanh' && saved === preactivation ? applied(backend, saved, code) : undefined;

  const savedAddress = backend.address(remade ?? saved);
  const dyAddress = backend.address(dy);
  const inPlace = consume && backend.mayOverwrite(dy);
  const d = inPlace ? backend.share(dy, dy.shape) : backend.output(dy.shape);
  if (!inPlace || remade !== undefined || !multiplyInProduct(backend, dyAddress, savedAddress, code)) {
    backend.commands.encode('activationGradient', {
      dx: backend.address(d),
      dy: dyAddress,
      saved: savedAddress,
      size: sizeOf(dy.shape),
      activation: code,
    });
  }
  if (remade !== undefined) backend.disposeData(remade.dataId);
  return d;
}

/** Has the product that computes dy, if it is still waiting, multiply by the derivative before it stores. */
function multiplyInProduct(backend: PrattleBackend, dy: number, saved: number, activation: number): boolean {
  const product = backend.commands.lastUse('gemm', dy);
  if (product === undefined || product.get('c') !== dy || product.get('gradientActivation') !== 0 || product.get('residual') !== 0)
    return false;
  product.set('gradientActivation', activation);
  product.set('gradientSaved', saved);
  return true;
}

function applied(backend: PrattleBackend, x: TensorInfo, activation: number): TensorInfo {
  const y = backend.output(x.shape);
  backend.commands.encode('activation', { y: backend.address(y), x: backend.address(x), size: sizeOf(x.shape), activation });
  return y;
}
