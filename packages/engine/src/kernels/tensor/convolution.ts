import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { product } from '../product.js';
import { stockKernel } from '../stock/table.js';
import { type ConvolutionAttributes, type ConvolutionGeometry, geometryOf } from './convolution-geometry.js';
import { encode } from './encode.js';
import { epilogueOf } from './epilogue.js';

interface Inputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo | null;
}

/** Convolutions as matrix products with what the filter sees. conv1d is a Conv2D of height 1. */
export const convolutionKernels = {
  Conv2D: stockKernel<Inputs, ConvolutionAttributes>(({ inputs: { x, filter }, attrs, backend }) =>
    convolved(backend, { x, filter }, attrs),
  ),

  FusedConv2D: stockKernel<Inputs, ConvolutionAttributes & { activation?: string }>(({ inputs, attrs, backend }) =>
    convolved(backend, inputs, attrs, attrs.activation),
  ),

  Conv2DBackpropFilter: stockKernel<{ x: TensorInfo; dy: TensorInfo }, ConvolutionAttributes & { filterShape: number[] }>(
    ({ inputs: { x, dy }, attrs, backend }) => {
      const geometry = geometryOf(x.shape, attrs.filterShape, { ...attrs, dilations: 1 });
      if (geometry === undefined || x.dtype !== 'float32' || dy.dtype !== 'float32') return undefined;
      const columns = unfolded(backend, x, geometry);
      const y = backend.output(attrs.filterShape);
      const [positions, seen] = sizes(geometry);
      product(backend, {
        m: seen,
        n: attrs.filterShape[3] ?? 0,
        k: positions,
        ...backend.addresses({ a: columns, b: dy, c: y }),
        transposeA: true,
      });
      backend.disposeIntermediateTensorInfo(columns);
      return y;
    },
  ),

  Conv2DBackpropInput: stockKernel<{ dy: TensorInfo; filter: TensorInfo }, ConvolutionAttributes & { inputShape: number[] }>(
    ({ inputs: { dy, filter }, attrs, backend }) => {
      const geometry = geometryOf(attrs.inputShape, filter.shape, { ...attrs, dilations: 1 });
      if (geometry === undefined || dy.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
      const [positions, seen] = sizes(geometry);
      const columns = backend.output([positions, seen]);
      product(backend, {
        m: positions,
        n: seen,
        k: filter.shape[3] ?? 0,
        ...backend.addresses({ a: dy, b: filter, c: columns }),
        transposeB: true,
      });
      if (isPointwise(geometry)) return { ...columns, shape: attrs.inputShape };
      const x = backend.output(attrs.inputShape);
      encode(backend, 'fold', { x: backend.address(x), columns: backend.address(columns), ...geometry });
      backend.disposeIntermediateTensorInfo(columns);
      return x;
    },
  ),
};

function convolved(
  backend: PrattleBackend,
  { x, filter, bias }: Inputs,
  attributes: ConvolutionAttributes,
  activation?: string,
): TensorInfo | undefined {
  const geometry = geometryOf(x.shape, filter.shape, attributes);
  const outputs = filter.shape[3] ?? 0;
  const epilogue = epilogueOf(backend, outputs, bias, activation);
  if (geometry === undefined || epilogue === undefined || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const columns = unfolded(backend, x, geometry);
  const y = backend.output([geometry.batch, geometry.outHeight, geometry.outWidth, outputs]);
  const [positions, seen] = sizes(geometry);
  product(backend, {
    m: positions,
    n: outputs,
    k: seen,
    ...backend.addresses({ a: columns, b: filter, c: y }),
    ...epilogue,
  });
  backend.disposeIntermediateTensorInfo(columns);
  return y;
}

/** What the filter sees at each position, [positions, seen]; to be disposed of. */
function unfolded(backend: PrattleBackend, x: TensorInfo, geometry: ConvolutionGeometry): TensorInfo {
  if (isPointwise(geometry)) return backend.share(x, sizes(geometry));
  const columns = backend.output(sizes(geometry));
  encode(backend, 'unfold', { columns: backend.address(columns), x: backend.address(x), ...geometry });
  return columns;
}

/** Positions of the filter, and elements that it sees at each. */
function sizes({ batch, outHeight, outWidth, filterHeight, filterWidth, channels }: ConvolutionGeometry): [number, number] {
  return [batch * outHeight * outWidth, filterHeight * filterWidth * channels];
}

/** Whether the filter sees every element once and alone. */
function isPointwise({ filterHeight, filterWidth, height, width, outHeight, outWidth, top, left }: ConvolutionGeometry): boolean {
  return filterHeight * filterWidth === 1 && height === outHeight && width === outWidth && top + left === 0;
}
