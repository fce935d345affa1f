import type { Trace, TracedConstant, ValueId } from '@prattle/ops/trace';
import { type Dimension, dimensionThrough, evaluate, isVarying, type Size } from './dimension.js';

/** An attribute in which numbers may depend on the size of the input. */
export type Attribute = Dimension | string | boolean | null | undefined | readonly Attribute[] | { readonly [name: string]: Attribute };

export interface GeneralNode {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, ValueId>>;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputs: readonly ValueId[];
}

export interface GeneralValue {
  readonly shape: readonly Dimension[];
  readonly dtype: string;
}

/** A trace that holds for inputs of any size. */
export interface GeneralTrace {
  readonly values: readonly GeneralValue[];
  readonly inputs: readonly ValueId[];
  readonly nodes: readonly GeneralNode[];
  readonly constants: ReadonlyMap<ValueId, TracedConstant>;
  readonly outputs: readonly ValueId[];
}

/** Thrown where traces differ in more than numbers, or in numbers that no dimension explains. */
class Different extends Error {}

/**
 * What traces at the four corners (b0, t0), (b1, t0), (b0, t1), (b1, t1) have in common, with the numbers in which they
 * differ as functions of the size.
 * @returns undefined when they differ in more
 */
export function generalise(corners: readonly [Size, Size], traces: readonly [Trace, Trace, Trace, Trace]): GeneralTrace | undefined {
  const [first] = traces;
  if (!traces.every((trace) => isSameWork(first, trace))) return undefined;
  const pick = <Value>(of: (trace: Trace) => Value) => traces.map(of) as [Value, Value, Value, Value];
  try {
    return {
      values: first.values.map(({ dtype }, id) => ({
        dtype,
        shape: merge(
          corners,
          pick(({ values }) => values[id]?.shape),
        ) as readonly Dimension[],
      })),
      nodes: first.nodes.map((node, index) => ({
        ...node,
        attributes: merge(
          corners,
          pick(({ nodes }) => nodes[index]?.attributes),
        ) as GeneralNode['attributes'],
      })),
      inputs: first.inputs,
      constants: first.constants,
      outputs: first.outputs,
    };
  } catch (error) {
    if (error instanceof Different) return undefined;
    throw error;
  }
}

/** Whether a trace at some size is what the general one says for it. */
export function agrees(general: GeneralTrace, trace: Trace, size: Size): boolean {
  return (
    isSameWork(general, trace) &&
    general.values.every(({ shape }, id) => isSameAt(shape, trace.values[id]?.shape, size)) &&
    general.nodes.every(({ attributes }, index) => isSameAt(attributes, trace.nodes[index]?.attributes, size))
  );
}

type Work = Pick<GeneralTrace, 'inputs' | 'constants' | 'outputs'> & {
  readonly nodes: readonly Pick<GeneralNode, 'kernel' | 'inputs' | 'outputs'>[];
  readonly values: readonly { readonly dtype: string }[];
};

/** The same operations on the same values, whatever their shapes. */
function isSameWork(a: Work, b: Work): boolean {
  const outline = ({ nodes, inputs, outputs, values }: Work): string =>
    JSON.stringify([nodes.map((node) => [node.kernel, node.inputs, node.outputs]), inputs, outputs, values.map(({ dtype }) => dtype)]);
  if (outline(a) !== outline(b) || a.constants.size !== b.constants.size) return false;
  return [...a.constants].every(([id, constant]) => isSameConstant(constant, b.constants.get(id)));
}

function isSameConstant(a: TracedConstant, b: TracedConstant | undefined): boolean {
  if (b === undefined) return false;
  if ('tensor' in a) return 'tensor' in b && a.tensor === b.tensor;
  return 'values' in b && a.values.length === b.values.length && a.values.every((value, i) => value === b.values[i]);
}

function merge(corners: readonly [Size, Size], found: readonly [unknown, unknown, unknown, unknown]): Attribute {
  const [first] = found;
  if (typeof first === 'number' && found.every((value) => typeof value === 'number')) {
    const dimension = dimensionThrough(corners, found as readonly [number, number, number, number]);
    if (dimension === undefined) throw new Different();
    return dimension;
  }
  const at = (key: string | number) =>
    found.map((value) => (value as Record<string | number, unknown>)[key]) as [unknown, unknown, unknown, unknown];
  if (Array.isArray(first)) {
    if (!found.every((value) => Array.isArray(value) && value.length === first.length)) throw new Different();
    return first.map((_, index) => merge(corners, at(index)));
  }
  if (typeof first === 'object' && first !== null) {
    return Object.fromEntries(Object.keys(first).map((key) => [key, merge(corners, at(key))]));
  }
  if (!found.every((value) => value === first)) throw new Different();
  return first as Attribute;
}

function isSameAt(general: Attribute, value: unknown, size: Size): boolean {
  if (typeof general === 'number' || isVarying(general)) return evaluate(general, size) === value;
  if (Array.isArray(general)) {
    return Array.isArray(value) && value.length === general.length && general.every((part, i) => isSameAt(part, value[i], size));
  }
  if (typeof general === 'object' && general !== null) {
    return Object.entries(general).every(([key, part]) => isSameAt(part, (value as Record<string, unknown>)[key], size));
  }
  return general === value;
}
