import { BackendError, PrattleError } from '@prattle/core';
import { engine, TfjsVariable, util } from '@prattle/ops/tfjs';

/** Tensors of one shape: what takes memory, as far as people can do something about it. */
export interface Holder {
  /** "float32 [64, 256, 1024]". */
  readonly what: string;
  readonly count: number;
  /** All of them together. */
  readonly bytes: number;
}

const SHOWN = 3;

/** Says what was asked for, and which tensors take most. @param cause what the engine said */
export function outOfMemory(cause: unknown, bytes: number): BackendError {
  const said = PrattleError.isInstance(cause)
    ? cause.what.replace(/\.$/, '')
    : `There is no memory left: ${inMegabytes(bytes)} were asked for`;
  const holders = largestHolders().map(({ what, count, bytes: held }) => `${inMegabytes(held)} by ${count} of ${what}`);
  return new BackendError({
    package: 'engine',
    code: 'out-of-memory',
    what: `${said}${holders.length > 0 ? `; most is held: ${holders.join('; ')}` : ''}`,
    remedy: 'Take a smaller batch (--batch, with --accumulate for the same result), a shorter --context, or a smaller model.',
    cause,
  });
}

/** The shapes that take most memory, among variables and what the running computation keeps. */
export function largestHolders(): Holder[] {
  const { registeredVariables, scopeStack } = engine().state;
  const tensors = [...Object.values(registeredVariables), ...scopeStack.flatMap(({ track }) => track)];
  const seen = new Set<object>();
  const holders = new Map<string, Holder>();
  for (const tensor of tensors) {
    // Views share their data.
    if (tensor.isDisposed || tensor.dtype === 'string' || seen.has(tensor.dataId)) continue;
    seen.add(tensor.dataId);
    const what = `${tensor.dtype} [${tensor.shape.join(', ')}]${tensor instanceof TfjsVariable ? ' in variables' : ''}`;
    const { count = 0, bytes = 0 } = holders.get(what) ?? {};
    holders.set(what, { what, count: count + 1, bytes: bytes + tensor.size * util.bytesPerElement(tensor.dtype) });
  }
  return [...holders.values()].sort((a, b) => b.bytes - a.bytes).slice(0, SHOWN);
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toPrecision(3)} MB`;
}
