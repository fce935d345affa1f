/**
 * Philox4x32-10, as `philoxBlock` in core/src/random/philox.ts, and the masks of dropout, as `dropoutKeeps` there: the same
 * bits on every backend. `counter` holds the key's two words and the step.
 */
export const philox = `
fn high_product(a: u32, b: u32) -> u32 {
  let middle = (a >> 16u) * (b & 0xffffu) + (((a & 0xffffu) * (b & 0xffffu)) >> 16u);
  let carried = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (carried >> 16u);
}
fn philox(start: vec4<u32>, start_key: vec2<u32>) -> vec4<u32> {
  var c = start;
  var key = start_key;
  for (var round = 0u; round < 10u; round++) {
    c = vec4(
      high_product(0xcd9e8d57u, c.z) ^ c.y ^ key.x,
      0xcd9e8d57u * c.z,
      high_product(0xd2511f53u, c.x) ^ c.w ^ key.y,
      0xd2511f53u * c.x,
    );
    key += vec2(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}
fn keeps(index: u32, site: u32, rate: f32) -> bool {
  let block = philox(vec4(index >> 2u, site, u32(counter[2]), 0u), vec2(u32(counter[0]), u32(counter[1])));
  return f32(block[index & 3u] >> 8u) * 5.9604644775390625e-8 >= rate;
}`;
