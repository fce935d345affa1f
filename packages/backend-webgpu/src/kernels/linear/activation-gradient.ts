import type { Activation } from '@prattle/ops';
import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { sizeOf } from '../shapes.js';
import { activationFunctions, derivativeByInput, derivativeByResult } from './activations.js';

type Differentiable = Exclude<Activation, 'none'>;

const byResult = programFamily((activation: keyof typeof derivativeByResult, inPlace: boolean) =>
  gradientProgram(`${activation} gradient`, 'y', derivativeByResult[activation], inPlace),
);

const byInput = programFamily((activation: Differentiable, inPlace: boolean) =>
  gradientProgram(`${activation} gradient by input`, 'x', derivativeByInput[activation], inPlace),
);

/** A buffer cannot be bound twice where one of the two is written: in place, the old value is read from the result. */
function gradientProgram(name: string, variable: 'x' | 'y', derivative: string, inPlace: boolean) {
  return itemProgram({
    name: `${name}${inPlace ? ' in place' : ''}`,
    buffers: { known: 'read f32', dx: 'write f32', ...(!inPlace && { dy: 'read f32' as const }) },
    declarations: activationFunctions,
    main: `
  let ${variable} = known[i];
  dx[i] = ${inPlace ? 'dx' : 'dy'}[i] * (${derivative});`,
  });
}

/**
 * dy times the activation's derivative: by the pre-activation where there is one, else by the result.
 * @param consume whether dy may be overwritten; then the result is a second reference to it, or dy's storage itself
 */
export function activationGradient(
  backend: PrattleWebGpuBackend,
  {
    dy,
    y,
    preactivation,
  }: { readonly dy: TensorInfo; readonly y?: TensorInfo | undefined; readonly preactivation?: TensorInfo | undefined },
  activation: Differentiable | 'sigmoid',
  consume: boolean,
): TensorInfo {
  const known = preactivation ?? y;
  if (known === undefined) throw new Error(`The gradient of ${activation} needs its input or its result.`);
  const dx = consume ? backend.share(dy, dy.shape) : backend.output(dy.shape);
  const program =
    preactivation === undefined
      ? byResult(activation as keyof typeof derivativeByResult, consume)
      : byInput(activation as Differentiable, consume);
  backend.run(program, { known, dx, dy }, {}, sizeOf(dy));
  return dx;
}
