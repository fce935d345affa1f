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
  const bits = new Uint32Array(Float32Array.from(values).buffer);
  const row = (index: number) => bits.subarray(index * width, (index + 1) * width);
  /** Different rows seen so far, by their hash. */
  const seen = new Map<number, number[]>();
  let repeated = 0;
  for (let index = 0; index < rows; index++) {
    const own = row(index);
    if (own.every((word) => word === 0)) continue;
    const hash = hashOf(own);
    const alike = seen.get(hash);
    if (alike?.some((other) => isSame(row(other), own))) repeated++;
    else if (alike) alike.push(index);
    else seen.set(hash, [index]);
  }
  return repeated / rows;
}

/** FNV-1a, a word at a time. */
function hashOf(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.every((word, index) => word === b[index]);
}
