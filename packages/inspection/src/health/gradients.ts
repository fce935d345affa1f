import { type Evidence, type Finding, short } from './evidence.js';

/** Gradients of a cross-entropy are of the order of 1; a hundred times that is a cliff. */
const STEEP = 100;
/** Times the loss of guessing evenly: a model that knows nothing is not that sure of itself. */
const ASTRAY = 5;
/** A step that moves a matrix by half its own size forgets what it knew. */
const LEAP = 0.5;
/** Growth of the activations' size through a network, from first to last. */
const GROWTH = 1000;
/** Of the best-fed matrix, what the worst-fed one gets. */
const STARVED = 1e-4;

/** Numbers that are no numbers any more, or soon will be. */
export function findExploding(evidence: Evidence): Finding[] {
  const signs = [...notFinite(evidence), ...astray(evidence), ...steep(evidence), ...leaps(evidence), ...growing(evidence)];
  const [first] = signs;
  if (!first) return [];
  return [
    {
      ailment: 'exploding',
      where: signs.flatMap(({ where }) => where),
      reason: first.reason,
      remedy: 'Lower the learning rate, clip the gradients (--clip 1), start from smaller weights, or go back to an earlier checkpoint.',
    },
  ];
}

type Sign = Pick<Finding, 'where' | 'reason'>;

function notFinite({ parameters, gradients, activations }: Evidence): Sign[] {
  const lost = [...parameters, ...(gradients?.parameters ?? []), ...activations].filter((described) => described.notFinite > 0);
  const [first] = lost;
  return first ? [{ where: [...new Set(lost.map(({ name }) => name))], reason: `${first.name} holds numbers that are not finite.` }] : [];
}

function astray({ gradients, choices }: Evidence): Sign[] {
  if (!gradients || !choices || gradients.loss < ASTRAY * Math.log(Math.max(2, choices))) return [];
  return [
    {
      where: ['loss'],
      reason: `The loss is ${short(gradients.loss)}; guessing evenly among ${choices} would give ${short(Math.log(choices))}.`,
    },
  ];
}

/** The size of a squared error's gradients is that of the data, so only losses in nats are judged. */
function steep({ task, gradients }: Evidence): Sign[] {
  if (!gradients || (task !== 'next-token' && task !== 'classification') || gradients.norm < STEEP) return [];
  const [largest] = [...gradients.parameters].sort((a, b) => b.norm - a.norm);
  return [
    {
      where: largest ? [largest.name] : [],
      reason: `The gradients have a norm of ${short(gradients.norm)}, most of it in ${largest?.name}; about 1 is usual.`,
    },
  ];
}

function leaps({ updates, parameters }: Evidence): Sign[] {
  const leaping = (updates ?? []).filter(({ name, ratio }) => {
    const role = parameters.find((parameter) => parameter.name === name)?.role;
    return role === 'matrix' && (ratio ?? 0) > LEAP;
  });
  const [largest] = [...leaping].sort((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0));
  if (!largest) return [];
  return [
    {
      where: leaping.map(({ name }) => name),
      reason: `A training step moves ${largest.name} by ${short(largest.ratio ?? 0)} of its own size; about 0.001 is usual.`,
    },
  ];
}

function growing({ activations }: Evidence): Sign[] {
  const [first] = activations;
  const last = activations.at(-1);
  if (!first || !last || !(first.deviation > 0) || last.deviation < GROWTH * first.deviation) return [];
  return [
    {
      where: [last.name],
      reason: `What passes from ${first.name} to ${last.name} grows ${short(last.deviation / first.deviation)} times.`,
    },
  ];
}

/** Matrices that hardly any of the loss comes back to. */
export function findVanishing({ gradients, parameters }: Evidence): Finding[] {
  if (!gradients) return [];
  const matrices = gradients.parameters.filter(
    ({ name, reached }) => reached && parameters.find((parameter) => parameter.name === name)?.role === 'matrix',
  );
  const best = [...matrices].sort((a, b) => b.size - a.size)[0];
  if (!best || matrices.length < 2 || best.size === 0) return [];
  const starved = matrices.filter(({ size }) => size < STARVED * best.size);
  const [worst] = [...starved].sort((a, b) => a.size - b.size);
  if (!worst) return [];
  return [
    {
      ailment: 'vanishing',
      where: starved.map(({ name }) => name),
      reason: `The gradient of ${worst.name} is ${worst.size === 0 ? 'zero' : `${short(best.size / worst.size)} times smaller than that of ${best.name}`}.`,
      remedy: 'Start from larger weights, add normalisation or residual connections, or use fewer layers.',
    },
  ];
}
