import { sizeOf } from '../shapes.js';

/** Zeros around x in front of and behind each axis (NHWC), as tfjs takes them. */
type Padding = 'valid' | 'same' | number | readonly (readonly [number, number])[];

export interface ConvolutionAttributes {
  readonly strides: number | readonly [number, number];
  readonly pad: Padding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: number | readonly [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** What the commands `unfold` and `fold` want to know of a convolution. */
export interface ConvolutionGeometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly top: number;
  readonly left: number;
}

/**
 * The geometry of a convolution of x [batch, height, width, channels] with a filter [height, width, channels, outputs], by the
 * conventions of TensorFlow: with `same`, ⌈length / stride⌉ results, an odd zero of the padding behind.
 *
 * @returns nothing for what is left to tfjs's own kernel: NCHW, rounding up, a number of zeros beside an oblong filter, nothing to compute
 */
export function geometryOf(
  x: readonly number[],
  filter: readonly number[],
  { strides, pad, dataFormat, dilations = 1, dimRoundingMode = 'floor' }: ConvolutionAttributes,
): ConvolutionGeometry | undefined {
  const [batch = 0, height = 0, width = 0, channels = 0] = x;
  const [filterHeight = 0, filterWidth = 0, filterChannels = 0] = filter;
  if (dataFormat !== 'NHWC' || dimRoundingMode !== 'floor' || x.length !== 4 || filterChannels !== channels) return undefined;
  const [strideHeight, strideWidth] = both(strides);
  const [dilationHeight, dilationWidth] = both(dilations);
  // There tfjs takes the filter for a square.
  const square = filterHeight === filterWidth && strideHeight === strideWidth && dilationHeight === dilationWidth;
  if (typeof pad === 'number' && !square) return undefined;
  const padding = (axis: number) => (Array.isArray(pad) ? (pad as readonly (readonly [number, number])[])[axis] : undefined) ?? pad;
  const vertical = along(height, filterHeight, strideHeight, dilationHeight, padding(1));
  const horizontal = along(width, filterWidth, strideWidth, dilationWidth, padding(2));
  const [outHeight, outWidth] = [vertical.length, horizontal.length];
  if (sizeOf(x) * sizeOf(filter) === 0 || outHeight <= 0 || outWidth <= 0) return undefined;
  return {
    batch,
    height,
    width,
    channels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    top: vertical.before,
    left: horizontal.before,
  };
}

function along(length: number, filter: number, stride: number, dilation: number, pad: unknown): { length: number; before: number } {
  const seen = (filter - 1) * dilation + 1;
  if (pad === 'same') {
    const results = Math.ceil(length / stride);
    return { length: results, before: Math.max(0, (results - 1) * stride + seen - length) >> 1 };
  }
  const [before, after] = Array.isArray(pad) ? (pad as [number, number]) : typeof pad === 'number' ? [pad, pad] : [0, 0];
  return { length: Math.floor((length + before + after - seen) / stride) + 1, before };
}

function both(value: number | readonly [number, number]): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value;
}
