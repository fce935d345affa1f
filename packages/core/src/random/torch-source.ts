import { badState, checkRange, checkSeed, placeOf, runningSums } from './checks.js';
import { fill } from './fill.js';
import { fusedCosineAndSine, fusedLog } from './fused-math.js';
import { MersenneTwister } from './mersenne-twister.js';
import type { RandomSource, RandomState, TorchState } from './random-source.js';

const { fround } = Math;

/** From this many on, `randn` fills blocks of sixteen with float32 arithmetic; below, it draws pairs in float64. */
const BLOCK = 16;

const TURN = fround(2 * Math.PI);

/**
 * What PyTorch's CPU generator gives after `torch.manual_seed(seed)`, call for call and bit for bit. The
 * algorithms are those of ATen's CPU kernels (checked against 1.13) on a processor with AVX2.
 */
export class TorchSource implements RandomSource {
  readonly generator = 'torch';
  readonly #twister: MersenneTwister;
  /** The second half of the last float64 pair, which the next small `normal` begins with. */
  #spareNormal: number | null = null;

  constructor(seed: number) {
    checkSeed(seed);
    this.#twister = new MersenneTwister(seed);
  }

  /** `torch.rand`, `uniform_`. */
  uniform(size: number, low = 0, high = 1): Float32Array {
    const span = fround(fround(high) - fround(low));
    const start = fround(low);
    // Rounded once, on the way into the array: ATen's kernel uses a fused multiply-add.
    return fill(size, () => this.#uniform24() * span + start);
  }

  /** `torch.randn`, `normal_`. */
  normal(size: number, mean = 0, deviation = 1): Float32Array {
    if (size < BLOCK) return fill(size, () => this.#normal53() * deviation + mean);
    const values = this.uniform(size);
    for (let start = 0; start + BLOCK <= size; start += BLOCK) normalBlock(values.subarray(start, start + BLOCK), mean, deviation);
    if (size % BLOCK !== 0) {
      // The last sixteen are drawn anew, those included that belong to a finished block.
      const tail = values.subarray(size - BLOCK);
      tail.set(this.uniform(BLOCK));
      normalBlock(tail, mean, deviation);
    }
    return values;
  }

  /** `torch.randint`: the word modulo the range, a little biased as there. */
  integers(size: number, low: number, high: number): Int32Array {
    checkRange(low, high);
    return Int32Array.from({ length: size }, () => low + (this.#twister.word() % (high - low)));
  }

  /** `torch.randperm`. */
  permutation(size: number): Int32Array {
    const order = Int32Array.from({ length: size }, (_, index) => index);
    for (let index = 0; index < size - 1; index++) {
      const other = index + (this.#twister.word() % (size - index));
      const value = order[index] ?? 0;
      order[index] = order[other] ?? 0;
      order[other] = value;
    }
    return order;
  }

  /** `bernoulli_`. */
  bernoulli(size: number, probability: number): Float32Array {
    return fill(size, () => (this.#uniform53() < probability ? 1 : 0));
  }

  /**
   * `torch.multinomial(weights, size, replacement=True)`. As there, one draw is the place of the largest
   * weight / exponential; several are looked up in the running sums.
   */
  multinomial(weights: Float32Array, size: number): Int32Array {
    const sums = runningSums(weights);
    if (size === 1) return Int32Array.of(this.#drawOne(weights));
    const total = sums[sums.length - 1] ?? 0;
    return Int32Array.from({ length: size }, () => placeOf(this.#uniform53() * total, sums));
  }

  state(): TorchState {
    return { generator: 'torch', ...this.#twister.state(), spareNormal: this.#spareNormal };
  }

  restore(state: RandomState): void {
    const { words, next, spareNormal } = state as TorchState;
    if (!Array.isArray(words) || words.length !== 624 || !Number.isInteger(next)) throw badState('torch');
    this.#twister.restore({ words, next });
    this.#spareNormal = spareNormal;
  }

  #uniform24(): number {
    return (this.#twister.word() & 0xffffff) * 2 ** -24;
  }

  #uniform53(): number {
    const high = this.#twister.word();
    const low = this.#twister.word();
    return ((high & 0x1fffff) * 2 ** 32 + low) * 2 ** -53;
  }

  #normal53(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return spare;
    }
    const angle = 2 * Math.PI * this.#uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.#uniform53()));
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  #drawOne(weights: Float32Array): number {
    let best = 0;
    let bestScore = Number.NEGATIVE_INFINITY;
    weights.forEach((weight, index) => {
      const score = fround(weight / fround(-Math.log1p(-this.#uniform53())));
      if (score > bestScore) {
        best = index;
        bestScore = score;
      }
    });
    return best;
  }
}

/** Sixteen uniforms into sixteen normals: the first eight are radii, the others angles (Box and Muller 1958). */
function normalBlock(block: Float32Array, mean: number, deviation: number): void {
  const half = BLOCK / 2;
  const scale = fround(deviation);
  const shift = fround(mean);
  for (let index = 0; index < half; index++) {
    const radius = fround(Math.sqrt(fround(-2 * fusedLog(fround(1 - (block[index] ?? 0))))));
    const [cosine, sine] = fusedCosineAndSine(fround(TURN * (block[index + half] ?? 0)));
    block[index] = fround(radius * cosine) * scale + shift;
    block[index + half] = fround(radius * sine) * scale + shift;
  }
}
