/** What a checkpoint says about a transformer: the settings of the family `transformer`. */
export interface TransformerSettings {
  readonly layers: number;
  readonly heads: number;
  readonly keyHeads: number | null;
  readonly width: number;
  readonly hidden: number | null;
  readonly activation: 'relu' | 'gelu' | 'gelu-tanh' | 'swiglu';
  readonly norm: 'layer' | 'rms';
  readonly normEpsilon: number | null;
  readonly positions: 'learned' | 'rotary';
  readonly rotaryBase: number;
  readonly queryKeyNorm: boolean;
  readonly scale: 'head' | 'model';
  readonly layout: 'packed' | 'per-head' | 'separate';
  readonly bias: boolean;
  readonly attentionBias: boolean;
  readonly outputBias: boolean;
  readonly tied: boolean;
  readonly dropout: number;
}

/** Sizes that follow from the settings. */
export function sizesOf({ width, heads, keyHeads, hidden }: TransformerSettings) {
  return { keyHeads: keyHeads ?? heads, headWidth: width / heads, hidden: hidden ?? 4 * width };
}
