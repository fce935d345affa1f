import { attention } from './attention.js';
import { layers } from './layers.js';
import type { Lowering } from './lowering.js';
import { plain } from './plain.js';
import { scans } from './scans.js';

/** How every operation that can be recorded is said in ONNX. */
export const lowerings: Readonly<Record<string, Lowering>> = { ...layers, ...attention, ...scans, ...plain };
