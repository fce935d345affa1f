import type { GruForm } from '@prattle/ops';
import { type Scan, scanRunner } from './scan-program.js';
import { backwardPosition, forwardState, scanMath } from './source.js';

/** Row p · H + j of the weight times the state before. */
const productWithState = `
fn from_state(b: u32, step: u32, gate_row: u32) -> f32 {
  var sum = 0.0;
  for (var e = 0u; e < u.hidden; e++) { sum += weight[gate_row * u.hidden + e] * before(b, step, e); }
  return sum;
}`;

function forwardScan(form: GruForm, bias: boolean): Scan {
  const plus = (gate: number) => (bias ? ` + bias[${gate}u * u.hidden + j]` : '');
  const places = `
  let place = (b * u.time + step) * u.hidden + j;
  let xs = (b * u.time + step) * 3u * u.hidden + j;
  let gs = (b * u.time + step) * 4u * u.hidden + j;`;
  const firstTwo = `
  let first = sigmoid(x[xs] + from_state(b, step, j)${plus(0)});
  let second = sigmoid(x[xs + u.hidden] + from_state(b, step, u.hidden + j)${plus(1)});
  gates[gs] = first;
  gates[gs + u.hidden] = second;`;
  const phases =
    form === 'reset-before'
      ? [
          `${places}${firstTwo}
  gates[gs + 3u * u.hidden] = second * before(b, step, j);`,
          `${places}
  var sum = x[xs + 2u * u.hidden]${plus(2)};
  for (var e = 0u; e < u.hidden; e++) {
    sum += weight[(2u * u.hidden + j) * u.hidden + e] * gates[(b * u.time + step) * 4u * u.hidden + 3u * u.hidden + e];
  }
  let candidate = safe_tanh(sum);
  gates[gs + 2u * u.hidden] = candidate;
  let h = before(b, step, j);
  y[place] = h + gates[gs] * (candidate - h);`,
        ]
      : [
          `${places}${firstTwo}
  let inner = from_state(b, step, 2u * u.hidden + j)${plus(2)};
  let candidate = safe_tanh(x[xs + 2u * u.hidden] + first * inner);
  gates[gs + 2u * u.hidden] = candidate;
  gates[gs + 3u * u.hidden] = inner;
  y[place] = candidate + second * (before(b, step, j) - candidate);`,
        ];
  return {
    name: `gru scan, ${form}${bias ? ', with bias' : ''}`,
    buffers: {
      x: 'read f32',
      weight: 'read f32',
      ...(bias && { bias: 'read f32' }),
      start: 'read f32',
      y: 'write f32',
      gates: 'write f32',
    },
    declarations: scanMath + forwardState + productWithState,
    phases,
  };
}

/** dstart carries what a state passes straight on to the one before, until it is the gradient of the start. */
function backwardScan(form: GruForm): Scan {
  const gates = form === 'reset-before' ? 2 : 3;
  // With reset-before, the candidate's product does not see the state itself.
  const through = form === 'reset-after' ? ' * select(1.0, gates[later * 4u * u.hidden + e], p == 2u)' : '';
  const carried = `
  ${backwardPosition}
  let at = b * u.hidden + j;
  var dh = 0.0;
  if (step > 0u) {
    dh = dstart[at];
    for (var p = 0u; p < ${gates}u; p++) {
      for (var e = 0u; e < u.hidden; e++) {
        dh += weight[(p * u.hidden + e) * u.hidden + j] * dx[(later * 3u + p) * u.hidden + e]${through};
      }
    }
  }
  if (step == u.time) {
    dstart[at] = dh;
  } else {
    dh += dy[row * u.hidden + j];
    let gs = row * 4u * u.hidden + j;
    let ds = row * 3u * u.hidden + j;
    let first = gates[gs];
    let second = gates[gs + u.hidden];
    let candidate = gates[gs + 2u * u.hidden];
    let h = state_before(row, b, j);`;
  const phases =
    form === 'reset-before'
      ? [
          `${carried}
    dx[ds] = dh * (candidate - h) * first * (1.0 - first);
    dx[ds + 2u * u.hidden] = dh * first * (1.0 - candidate * candidate);
    dstart[at] = dh * (1.0 - first);
  }`,
          `
  ${backwardPosition}
  if (step < u.time) {
    var d = 0.0;
    for (var e = 0u; e < u.hidden; e++) { d += weight[(2u * u.hidden + e) * u.hidden + j] * dx[(row * 3u + 2u) * u.hidden + e]; }
    let reset = gates[row * 4u * u.hidden + u.hidden + j];
    dx[(row * 3u + 1u) * u.hidden + j] = d * state_before(row, b, j) * reset * (1.0 - reset);
    dstart[b * u.hidden + j] += d * reset;
  }`,
        ]
      : [
          `${carried}
    let dcandidate = dh * (1.0 - second) * (1.0 - candidate * candidate);
    dx[ds] = dcandidate * gates[gs + 3u * u.hidden] * first * (1.0 - first);
    dx[ds + u.hidden] = dh * (h - candidate) * second * (1.0 - second);
    dx[ds + 2u * u.hidden] = dcandidate;
    dstart[at] = dh * second;
  }`,
        ];
  return {
    name: `gru scan gradient, ${form}`,
    buffers: {
      dy: 'read f32',
      y: 'read f32',
      gates: 'read f32',
      weight: 'read f32',
      start: 'read f32',
      dx: 'write f32',
      dstart: 'write f32',
    },
    declarations: `
fn state_before(row: u32, b: u32, e: u32) -> f32 {
  if (row % u.time == 0u) { return start[b * u.hidden + e]; }
  return y[(row - 1u) * u.hidden + e];
}`,
    phases,
  };
}

const forms: readonly GruForm[] = ['reset-before', 'reset-after'];
const forward = new Map(forms.map((form) => [form, [false, true].map((bias) => scanRunner(forwardScan(form, bias)))]));
const backward = new Map(forms.map((form) => [form, scanRunner(backwardScan(form))]));

export function gruForward(form: GruForm, bias: boolean): ReturnType<typeof scanRunner> {
  return forward.get(form)?.[bias ? 1 : 0] as ReturnType<typeof scanRunner>;
}

export function gruBackward(form: GruForm): ReturnType<typeof scanRunner> {
  return backward.get(form) as ReturnType<typeof scanRunner>;
}
