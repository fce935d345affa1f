import { tensorOperations } from '../../tensor-operations.js';
import type { StockKernel } from '../stock/table.js';
import { castKernels } from './cast.js';
import { convolutionKernels } from './convolution.js';
import { creationKernels } from './creation.js';
import { indexingKernels } from './indexing.js';
import { mapKernels } from './map.js';
import { matrixProductKernels } from './matrix-product.js';
import { rearrangementKernels } from './rearrangement.js';
import { reductionKernels } from './reduction.js';
import { stridedSliceKernels } from './strided-slice.js';
import { zipKernels } from './zip.js';

/** tfjs's operations as an engine with tensor operations runs them, beyond those that every engine has. */
export const tensorKernels: Readonly<Record<string, StockKernel>> = {
  ...creationKernels,
  ...castKernels,
  ...mapKernels,
  ...zipKernels,
  ...rearrangementKernels,
  ...stridedSliceKernels,
  ...indexingKernels,
  ...reductionKernels,
  ...matrixProductKernels,
  ...convolutionKernels,
};

/** The commands' names by opcode, for profiles. */
export const tensorOperationNames: ReadonlyMap<number, string> = new Map(
  Object.entries(tensorOperations).map(([name, { opcode }]) => [opcode, name]),
);
