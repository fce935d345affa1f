import type { Activation } from '@prattle/ops';

/**
 * tanh far from 0 overflows on some drivers, which compute it by exponentials. The error function by Abramowitz and Stegun
 * 7.1.26, off by 1.5e-7 at most.
 */
export const activationFunctions = `
fn safe_tanh(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); }
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -80.0, 80.0))); }
fn erf(x: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.3275911 * abs(x));
  let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return sign(x) * (1.0 - p * exp(-x * x));
}
fn gelu_tanh_inside(x: f32) -> f32 { return 0.7978845608 * (x + 0.044715 * x * x * x); }
`;

/** What an activation makes of `x`; as `activate` in ops/src/linear/activations.ts. */
export const activationOf: Readonly<Record<Activation | 'sigmoid', string>> = {
  none: 'x',
  relu: 'max(x, 0.0)',
  tanh: 'safe_tanh(x)',
  sigmoid: 'sigmoid(x)',
  gelu: '0.5 * x * (1.0 + erf(x * 0.7071067811865476))',
  'gelu-tanh': '0.5 * x * (1.0 + safe_tanh(gelu_tanh_inside(x)))',
};

/** Its derivative: by its result `y`, or for the others by `x` alone. */
export const derivativeByResult = {
  relu: 'select(0.0, 1.0, y > 0.0)',
  tanh: '1.0 - y * y',
  sigmoid: 'y * (1.0 - y)',
} as const;

export const derivativeByInput: Readonly<Record<Exclude<Activation, 'none'>, string>> = {
  relu: 'select(0.0, 1.0, x > 0.0)',
  tanh: '1.0 - safe_tanh(x) * safe_tanh(x)',
  gelu: '0.5 * (1.0 + erf(x * 0.7071067811865476)) + 0.3989422804 * x * exp(-0.5 * x * x)',
  'gelu-tanh': `0.5 * (1.0 + safe_tanh(gelu_tanh_inside(x)))
    + 0.5 * x * (1.0 - safe_tanh(gelu_tanh_inside(x)) * safe_tanh(gelu_tanh_inside(x))) * 0.7978845608 * (1.0 + 0.134145 * x * x)`,
};
