import { activations, combinations } from '../operations.js';
import { throughActivation } from './activation-gradient.js';
import { combine } from './combine.js';
import { expectSize, expectType, refuse, sameShape, sizeOf } from './shapes.js';
import type { FusedKernels } from './table.js';

type Names = 'PrattleActivation' | 'PrattleActivationGradient' | 'PrattleDropout' | 'PrattleAdd';

export const elementwiseKernels: Pick<FusedKernels, Names> = {
  PrattleActivation({ inputs: { x }, attrs: { activation }, backend }) {
    expectType('PrattleActivation', 'x', x, 'float32');
    const y = backend.output(x.shape);
    const addresses = { y: backend.address(y), x: backend.address(x) };
    backend.commands.encode('activation', { ...addresses, size: sizeOf(x.shape), activation: activations[activation] });
    return [y];
  },

  PrattleActivationGradient({ inputs: { dy, y }, attrs: { activation, consume }, backend }) {
    expectSize('PrattleActivationGradient', 'dy', dy, sizeOf(y.shape));
    return [throughActivation(backend, { dy, y, preactivation: undefined }, activation, consume)];
  },

  PrattleDropout({ inputs: { x, counter }, attrs: { rate, site }, backend }) {
    expectType('PrattleDropout', 'x', x, 'float32');
    expectType('PrattleDropout', 'counter', counter, 'int32');
    expectSize('PrattleDropout', 'counter', counter, 4);
    const y = backend.output(x.shape);
    backend.commands.encode('dropout', {
      ...backend.addresses({ y, x, counter }),
      size: sizeOf(x.shape),
      rate,
      site,
    });
    return [y];
  },

  PrattleAdd({ inputs: { a, b }, attrs: { reuse }, backend }) {
    expectType('PrattleAdd', 'a', a, 'float32');
    expectType('PrattleAdd', 'b', b, 'float32');
    if (!sameShape(a.shape, b.shape)) refuse('PrattleAdd', `[${a.shape}] and [${b.shape}] are not the same shape`);
    const y = reuse && backend.mayOverwrite(a) ? backend.share(a, a.shape) : backend.output(a.shape);
    combine(backend, combinations.sum, y, a, b, { rows: 1, width: sizeOf(a.shape), a: { stride: 0, step: 1 }, b: { stride: 0, step: 1 } });
    return [y];
  },
};
