/** `size` float32 values, drawn one after the other. Much faster than `Float32Array.from`. */
export function fill(size: number, draw: () => number): Float32Array {
  const values = new Float32Array(size);
  for (let index = 0; index < size; index++) values[index] = draw();
  return values;
}
