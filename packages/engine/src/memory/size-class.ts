/** Every block starts on a cache line, which is also the widest vector. */
const ALIGNMENT = 64;

/**
 * The block size that serves a request of this many bytes: whole cache lines up to 512 bytes, then eight sizes to a
 * doubling. At most an eighth is wasted, and tensors of nearly equal size share their blocks.
 */
export function sizeClass(bytes: number): number {
  if (bytes <= 8 * ALIGNMENT) return Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
  const step = 2 ** (Math.floor(Math.log2(bytes - 1)) - 3);
  return Math.ceil(bytes / step) * step;
}
