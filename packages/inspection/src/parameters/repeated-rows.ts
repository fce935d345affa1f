/**
 * Units whose weights are the same compute the same and learn the same: they stay tied forever. Rows are compared by their
 * bits; rows of zeros are left out, as a table that starts at zero is nothing unusual.
 *
 * @param values [rows, …] in C order
 * @returns the share of rows that repeat an earlier one, 0 to 1; 0 for vectors and for rows of a single number
 */
export function repeatedRows(values: ArrayLike<number>, shape: readonly number[]): number {
  const [rows = 0] = shape;
  const width = rows === 0 ? 0 : values.length / rows;
  if (rows < 2 || width < 2) return 0;
  const seen = new Set<string>();
  let repeated = 0;
  for (let row = 0; row < rows; row++) {
    const key = rowKey(values, row * width, width);
    if (key === undefined) continue;
    if (seen.has(key)) repeated++;
    seen.add(key);
  }
  return repeated / rows;
}

function rowKey(values: ArrayLike<number>, start: number, width: number): string | undefined {
  let zero = true;
  let key = '';
  for (let i = start; i < start + width; i++) {
    const value = values[i] ?? 0;
    if (value !== 0) zero = false;
    key += `${value},`;
  }
  return zero ? undefined : key;
}
