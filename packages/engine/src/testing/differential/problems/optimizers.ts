import type { Problem } from '../problem.js';

function tensorsOf(problem: Problem) {
  const { draw } = problem;
  return Array.from({ length: draw.pick(1, 2, 5, 40) }, (_, i) => {
    const size = draw.pick(1, 7, 64, 100, 1003);
    const tensor = (name: string, low = -1) => problem.floats(`${name} ${i}`, size, low);
    return { parameter: tensor('parameter'), gradient: tensor('gradient'), moment: tensor('moment'), second: tensor('second', 0), size };
  });
}

/** The norm as it comes, or none. */
function normOf(problem: Problem, tensors: ReturnType<typeof tensorsOf>) {
  const norm = problem.output('norm', 1);
  const groups = tensors.map(({ gradient, size }) => ({ gradient, size }));
  problem.run('globalNorm', { norm }, groups);
  return problem.draw.chance(0.3) ? 0 : norm;
}

/** `@prattle/ops` says what each of them is. */
const hyperOf = (problem: Problem, ...values: readonly number[]) =>
  problem.add('hyper', Float32Array.of(...values, problem.draw.pick(0, 1.5)));

export function adamStep(problem: Problem): void {
  const tensors = tensorsOf(problem);
  const norm = normOf(problem, tensors);
  const hyper = hyperOf(problem, 0.01, 0.9, 0.99, 1e-8, 0.1, 0.271, 0.0297);
  const groups = tensors.map(({ moment, ...tensor }) => ({ ...tensor, first: moment, decays: problem.draw.integer(0, 1) }));
  problem.run('adamStep', { hyper, norm, decoupled: problem.draw.integer(0, 1) }, groups);
}

export function sgdStep(problem: Problem): void {
  const tensors = tensorsOf(problem);
  const norm = normOf(problem, tensors);
  const momentum = problem.draw.pick(0.9, 0);
  const hyper = hyperOf(problem, 0.01, momentum, 0.2, 0, 0.1, problem.draw.integer(0, 1), 0);
  const groups = tensors.map(({ parameter, gradient, moment, size }) => {
    const absent = momentum === 0 && problem.draw.chance();
    return { parameter, gradient, momentum: absent ? 0 : moment, size, decays: problem.draw.integer(0, 1) };
  });
  problem.run('sgdStep', { hyper, norm, nesterov: problem.draw.integer(0, 1) }, groups);
}
