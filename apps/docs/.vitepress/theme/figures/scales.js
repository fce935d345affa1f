/**
 * A scale from values to places, with round marks.
 *
 * @param {readonly number[]} values what has to fit
 * @param {readonly [number, number]} places of the lowest and the highest value
 * @param {boolean} [logarithmic] by powers of ten
 */
export function scaleOf(values, places, logarithmic = false) {
  const usable = values.filter((value) => Number.isFinite(value) && (!logarithmic || value > 0));
  const size = logarithmic ? Math.log10 : (value) => value;
  let low = Math.min(...usable.map(size));
  let high = Math.max(...usable.map(size));
  if (logarithmic) [low, high] = [Math.floor(low), Math.ceil(high)];
  if (!(high > low)) [low, high] = [low - 0.5, low + 0.5];
  const at = (value) => places[0] + ((size(value) - low) / (high - low)) * (places[1] - places[0]);
  const marks = logarithmic ? powers(low, high) : roundMarks(low, high);
  return { at, marks, shows: (value) => Number.isFinite(value) && (!logarithmic || value > 0) };
}

function powers(low, high) {
  const step = Math.max(1, Math.ceil((high - low) / 5));
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => ({
    value: 10 ** (low + index * step),
    text: `1e${low + index * step}`,
  }));
}

function roundMarks(low, high) {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => {
    const value = (first + index) * step;
    return { value, text: value.toFixed(digits) };
  });
}
