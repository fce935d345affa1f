export interface LossQuestion {
  /** What counting pairs of tokens reaches on the same data, in nats a token. */
  readonly reference: number;
  readonly parameters: number;
  /** Tokens seen in training, repeated ones included. */
  readonly tokens: number;
}

/** The share of the reference that nothing here gets below. */
const FLOOR = 0.5;
/** Parameters, and tokens, at which what is missing of them costs as much as the reference itself; and how fast that falls. */
const SIZE = { scale: 1643, power: 0.48 };
const SEEN = { scale: 10_287, power: 0.32 };

/**
 * The held-out loss that a transformer can be expected to end with: a scaling law (Hoffmann et al. 2022: a floor, and
 * powers of the parameters and of the tokens) as a share of what counting pairs reaches on the same data. Fitted to
 * fourteen runs on tinyshakespeare, of 30 thousand to 10.7 million parameters and 0.09 to 82 million characters; it meets
 * each of them within 7 %. Other data and tokenizers differ: a guess to compare sizes by.
 */
export function expectedLoss({ reference, parameters, tokens }: LossQuestion): number {
  const missing = (SIZE.scale / parameters) ** SIZE.power + (SEEN.scale / tokens) ** SEEN.power;
  return reference * (FLOOR + missing);
}
