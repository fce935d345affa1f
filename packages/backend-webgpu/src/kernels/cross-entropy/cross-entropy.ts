import type { RowForm } from '../../backend/kernel-form.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { rowProgram } from '../../program/row-program.js';
import { sizeOf, widthOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

/** Log-sum-exp of every row, and its loss. */
const rowLosses = programFamily((form: RowForm) =>
  rowProgram(form, {
    name: 'cross-entropy of rows',
    buffers: { logits: 'read f32', targets: 'read i32', stats: 'write f32', losses: 'write f32' },
    uniforms: { classes: 'u32', ignored: 'i32', smoothing: 'f32' },
    main: `
  let start = row * u.classes;
  var highest = -3.0e38;
  for (var c = lane; c < u.classes; c += STEP) { highest = max(highest, logits[start + c]); }
  highest = largest(lane, highest);
  var sum = 0.0;
  var all = 0.0;
  for (var c = lane; c < u.classes; c += STEP) { sum += exp(logits[start + c] - highest); all += logits[start + c]; }
  let spread = total(lane, sum);
  let mean = total(lane, all) / f32(u.classes);
  if (lane == 0u) {
    let normaliser = highest + log(spread);
    stats[row] = normaliser;
    let wanted = targets[row];
    var loss = 0.0;
    if (wanted != u.ignored) {
      loss = (1.0 - u.smoothing) * (normaliser - logits[start + u32(wanted)]);
      if (u.smoothing > 0.0) { loss += u.smoothing * (normaliser - mean); }
    }
    losses[row] = loss;
  }`,
  }),
);

/** The mean over the rows that count, and their number. */
const meanLoss = programFamily((form: RowForm) =>
  rowProgram(form, {
    name: 'mean cross-entropy',
    buffers: { losses: 'read f32', targets: 'read i32', stats: 'write f32', loss: 'write f32' },
    uniforms: { rows: 'u32', ignored: 'i32' },
    main: `
  var sum = 0.0;
  var counted = 0.0;
  for (var c = lane; c < u.rows; c += STEP) {
    sum += losses[c];
    if (targets[c] != u.ignored) { counted += 1.0; }
  }
  let all = total(lane, sum);
  let count = total(lane, counted);
  if (lane == 0u) {
    loss[row] = all / max(count, 1.0);
    stats[u.rows] = count;
  }`,
  }),
);

const backward = itemProgram({
  name: 'cross-entropy gradient',
  buffers: { dy: 'read f32', logits: 'read f32', targets: 'read i32', stats: 'read f32', dlogits: 'write f32' },
  uniforms: { rows: 'u32', classes: 'u32', ignored: 'i32', smoothing: 'f32' },
  main: `
  let row = i / u.classes;
  let wanted = targets[row];
  if (wanted == u.ignored) { dlogits[i] = 0.0; return; }
  let hit = select(0.0, 1.0 - u.smoothing, i % u.classes == u32(wanted)) + u.smoothing / f32(u.classes);
  dlogits[i] = dy[0] * (exp(logits[i] - stats[row]) - hit) / max(stats[u.rows], 1.0);`,
});

/** Reference: ops/src/cross-entropy/reference.ts. */
export const crossEntropyKernels: Pick<FusedKernels, 'PrattleCrossEntropy' | 'PrattleCrossEntropyGradient'> = {
  PrattleCrossEntropy({ inputs: { logits, targets }, attrs: { ignoreIndex, labelSmoothing }, backend }) {
    const [rows, classes] = [sizeOf(targets), widthOf(logits)];
    const [loss, stats, losses] = [backend.output([]), backend.output([rows + 1]), backend.output([rows])];
    const uniforms = { classes, ignored: ignoreIndex, smoothing: labelSmoothing };
    backend.run(rowLosses(backend.forms.rows), { logits, targets, stats, losses }, uniforms, rows);
    backend.run(meanLoss(backend.forms.rows), { losses, targets, stats, loss }, { rows, ignored: ignoreIndex }, 1);
    backend.disposeData(losses.dataId);
    return [loss, stats];
  },

  PrattleCrossEntropyGradient({ inputs: { dy, logits, targets, stats }, attrs: { ignoreIndex, labelSmoothing }, backend }) {
    const dlogits = backend.output(logits.shape);
    const uniforms = { rows: sizeOf(targets), classes: widthOf(logits), ignored: ignoreIndex, smoothing: labelSmoothing };
    backend.run(backward, { dy, logits, targets, stats, dlogits }, uniforms, sizeOf(logits));
    return [dlogits];
  },
};
