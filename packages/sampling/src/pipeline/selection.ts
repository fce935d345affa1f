/** The k-th largest of some numbers (k from 1), by quickselect on a copy: linear time on average. */
export function kthLargest(values: Float64Array, k: number): number {
  const work = values.slice();
  const wanted = work.length - k;
  let low = 0;
  let high = work.length - 1;
  while (low < high) {
    const pivot = medianOfThree(work, low, high);
    let left = low;
    let right = high;
    while (left <= right) {
      while (at(work, left) < pivot) left++;
      while (at(work, right) > pivot) right--;
      if (left > right) break;
      const swapped = at(work, left);
      work[left++] = at(work, right);
      work[right--] = swapped;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else break;
  }
  return at(work, wanted);
}

function medianOfThree(values: Float64Array, low: number, high: number): number {
  const a = at(values, low);
  const b = at(values, (low + high) >> 1);
  const c = at(values, high);
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}

/** The position of the largest value, the first on ties. */
export function argMax(values: Float64Array): number {
  let best = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (value > largest) {
      largest = value;
      best = index;
    }
  }
  return best;
}
