/** What clipping multiplies gradients by, as `clipFactor` in ops/src/optimizer/hyper.ts. */
export const clipFunction = (norm: boolean): string =>
  norm
    ? `
fn clip() -> f32 {
  if (hyper[7] <= 0.0) { return 1.0; }
  return min(hyper[7] / (norm[0] + 1.0e-6), 1.0);
}`
    : 'fn clip() -> f32 { return 1.0; }';
