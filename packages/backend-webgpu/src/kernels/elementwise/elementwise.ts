import { philox } from '../../program/philox.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { activationGradient } from '../linear/activation-gradient.js';
import { activationFunctions, activationOf } from '../linear/activations.js';
import { sizeOf, widthOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

const add = itemProgram({ name: 'add', buffers: { a: 'read f32', b: 'read f32', y: 'write f32' }, main: '  y[i] = a[i] + b[i];' });

const addInPlace = itemProgram({ name: 'add in place', buffers: { y: 'write f32', b: 'read f32' }, main: '  y[i] += b[i];' });

const activationProgram = programFamily((activation: 'relu' | 'tanh' | 'sigmoid') =>
  itemProgram({
    name: activation,
    buffers: { input: 'read f32', y: 'write f32' },
    declarations: activationFunctions,
    main: `  let x = input[i];\n  y[i] = ${activationOf[activation]};`,
  }),
);

const dropout = itemProgram({
  name: 'dropout',
  buffers: { x: 'read f32', counter: 'read i32', y: 'write f32' },
  uniforms: { rate: 'f32', site: 'u32', scale: 'f32' },
  declarations: philox,
  main: '  y[i] = select(0.0, x[i] * u.scale, keeps(i, u.site, u.rate));',
});

const writeRows = itemProgram({
  name: 'write rows',
  buffers: { table: 'write f32', rows: 'read i32', values: 'read f32' },
  uniforms: { width: 'u32' },
  main: '  table[u32(rows[i / u.width]) * u.width + i % u.width] = values[i];',
});

/** References: the folders activation, dropout, residual-add and write-rows of ops/src. */
export const elementwiseKernels: Pick<
  FusedKernels,
  'PrattleAdd' | 'PrattleActivation' | 'PrattleActivationGradient' | 'PrattleDropout' | 'PrattleWriteRows'
> = {
  PrattleAdd({ inputs: { a, b }, attrs: { reuse }, backend }) {
    // A buffer cannot be read and written under two names.
    if (reuse && a.dataId !== b.dataId) {
      const y = backend.share(a, a.shape);
      backend.run(addInPlace, { y, b }, {}, sizeOf(y));
      return [y];
    }
    const y = backend.output(a.shape);
    backend.run(add, { a, b, y }, {}, sizeOf(y));
    return [y];
  },

  PrattleActivation({ inputs: { x }, attrs: { activation }, backend }) {
    const y = backend.output(x.shape);
    backend.run(activationProgram(activation), { input: x, y }, {}, sizeOf(x));
    return [y];
  },

  PrattleActivationGradient({ inputs: { dy, y }, attrs: { activation, consume }, backend }) {
    return [activationGradient(backend, { dy, y }, activation, consume)];
  },

  PrattleDropout({ inputs: { x, counter }, attrs: { rate, site }, backend }) {
    const y = backend.output(x.shape);
    backend.run(dropout, { x, counter, y }, { rate, site, scale: 1 / (1 - rate) }, sizeOf(x));
    return [y];
  },

  PrattleWriteRows({ inputs: { table, rows, values }, backend }) {
    backend.run(writeRows, { table, rows, values }, { width: widthOf(table) }, sizeOf(values));
    return [];
  },
};
