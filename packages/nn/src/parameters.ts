import {
  type NamedParameters,
  type NamedTensors,
  type Parameter,
  type ParameterPart,
  type ParameterRole,
  type RandomSource,
  type Tensor,
  UsageError,
} from '@prattle/core';
import { variable } from '@prattle/ops';

/** What a layer says about a parameter that it adds. */
export interface ParameterSpec {
  readonly shape: readonly number[];
  readonly role: ParameterRole;
  readonly values: Float32Array;
  /** Names of row ranges; they take the layer's prefix, as the parameter's own name does. */
  readonly parts?: readonly ParameterPart[];
  /** Default true. */
  readonly trainable?: boolean;
}

/** Where layers put their parameters. Names are joined with dots, as in PyTorch's state dict. */
export interface ParameterBuilder {
  /** Initial values are drawn from here, by each layer in turn: the order of creation is the order of the draws. */
  readonly random: RandomSource;
  /** @throws UsageError when the name is taken */
  add(name: string, spec: ParameterSpec): Tensor;
  /** A tensor that is saved but not trained. */
  buffer(name: string, shape: readonly number[], values: Float32Array): Tensor;
  /** A tensor that never changes and is not saved; it lives as long as the parameters do. */
  constant(values: Float32Array | Int32Array, shape: readonly number[]): Tensor;
  /** The same collection seen from inside a module: `scope('ln_f').add('weight', …)` adds `ln_f.weight`. */
  scope(name: string): ParameterBuilder;
}

export interface ParameterCollection extends ParameterBuilder {
  readonly parameters: NamedParameters;
  readonly buffers: NamedTensors;
  dispose(): void;
}

/**
 * Starts an empty collection of parameters.
 *
 * @example
 * const parameters = createParameters(random);
 * const head = createLinear(parameters.scope('lm_head'), width, vocabularySize);   // lm_head.weight, lm_head.bias
 */
export function createParameters(random: RandomSource): ParameterCollection {
  const parameters = new Map<string, Parameter>();
  const buffers = new Map<string, Tensor>();
  const constants: Tensor[] = [];
  const claim = (name: string): string => {
    if (parameters.has(name) || buffers.has(name)) {
      throw new UsageError({
        package: 'nn',
        code: 'name-clash',
        what: `Two parameters are called "${name}"`,
        remedy: 'Give each layer a scope of its own',
      });
    }
    return name;
  };

  const builder = (prefix: string): ParameterBuilder => ({
    random,
    add(name, { shape, role, values, parts, trainable = true }) {
      const fullName = claim(prefix + name);
      const value = variable(values, shape);
      const named = parts?.map((part) => ({ ...part, name: prefix + part.name }));
      parameters.set(fullName, { name: fullName, value, role, trainable, ...(named ? { parts: named } : {}) });
      return value;
    },
    buffer(name, shape, values) {
      const fullName = claim(prefix + name);
      const value = variable(values, shape);
      buffers.set(fullName, value);
      return value;
    },
    constant(values, shape) {
      const value = variable(values, shape);
      constants.push(value);
      return value;
    },
    scope: (name) => builder(`${prefix}${name}.`),
  });

  return {
    ...builder(''),
    parameters,
    buffers,
    dispose() {
      for (const { value } of parameters.values()) value.dispose();
      for (const value of [...buffers.values(), ...constants]) value.dispose();
    },
  };
}
