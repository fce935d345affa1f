import type { Evidence, Finding } from './evidence.js';
import { percent } from './evidence.js';

/** From this share on, a layer has lost more than it has left. */
const MOST = 0.5;
/** Half of the units of a small ReLU layer may well be off for all the data that there is; nearly all may not. */
const NEARLY_ALL = 0.8;

/** Units whose weights are copies of each other's. */
export function findTied({ parameters }: Evidence): Finding[] {
  const tied = parameters.filter(({ role, trainable, repeatedRows }) => role === 'matrix' && trainable && repeatedRows >= MOST);
  const [worst] = [...tied].sort((a, b) => b.repeatedRows - a.repeatedRows);
  if (!worst) return [];
  return [
    {
      ailment: 'tied',
      where: tied.map(({ name }) => name),
      reason: `${percent(worst.repeatedRows)} of the units of ${worst.name} are copies of another: they compute the same and will always learn the same.`,
      remedy: 'Start the weights from random numbers, not from one constant.',
    },
  ];
}

/** Layers that sit at the ends of their squashing function. */
export function findSaturated({ activations }: Evidence): Finding[] {
  const saturated = activations.filter((activation) => (activation.saturated ?? 0) >= MOST);
  const [worst] = [...saturated].sort((a, b) => (b.saturated ?? 0) - (a.saturated ?? 0));
  if (!worst) return [];
  return [
    {
      ailment: 'saturated',
      where: saturated.map(({ name }) => name),
      reason: `${percent(worst.saturated ?? 0)} of what ${worst.name} gives is beyond ±0.97, where hardly any gradient passes.`,
      remedy: 'Start from smaller weights, scale the inputs, or train with a lower learning rate.',
    },
  ];
}

/** Units that give nothing for any input, seen by what they give or, where a model reports nothing, by the gradients they do not get. */
export function findDead({ activations, gradients, parameters }: Evidence): Finding[] {
  const silent = activations.filter(({ deadUnits }) => deadUnits >= NEARLY_ALL);
  const unlearning = (gradients?.parameters ?? []).filter(({ name, reached, silentRows }) => {
    const { role, zeros } = parameters.find((parameter) => parameter.name === name) ?? {};
    return reached && role === 'matrix' && silentRows >= NEARLY_ALL && zeros !== 1;
  });
  const [layer] = [...silent].sort((a, b) => b.deadUnits - a.deadUnits);
  const [matrix] = [...unlearning].sort((a, b) => b.silentRows - a.silentRows);
  if (!layer && !matrix) return [];
  const reason = layer
    ? `${percent(layer.deadUnits)} of the units of ${layer.name} are zero for every input.`
    : `${percent(matrix?.silentRows ?? 0)} of the units of ${matrix?.name} get no gradient from any example.`;
  return [
    {
      ailment: 'dead',
      where: [...silent, ...unlearning].map(({ name }) => name),
      reason,
      remedy: 'Start again with a lower learning rate or smaller biases, or use an activation that lets something pass below zero (GELU).',
    },
  ];
}
