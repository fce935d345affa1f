import { UsageError } from '@prattle/core';
import { fill, type Tensor } from '@tensorflow/tfjs-core';
import { asTensor, FusedNode } from '../fused/node.js';
import type { EngineInternals, TapeNode } from '../tfjs/engine.js';
import { GradientTable } from './gradient-table.js';

/**
 * Walks a tape backwards from a scalar to the targets and returns their gradients, null where there is none. Consumes
 * the tape: everything that its nodes saved is disposed, also when a gradient throws.
 */
export function walk(engine: EngineInternals, tape: readonly TapeNode[], value: Tensor, targets: readonly Tensor[]): (Tensor | null)[] {
  const relevant = findRelevant(tape, targets);
  let result: (Tensor | null)[] = [];
  engine.startScope('backward');
  try {
    const table = new GradientTable(engine, targets);
    if (relevant.ids.has(value.id)) table.add(value.id, one(value));
    for (let i = tape.length - 1; i >= 0; i--) {
      const node = tape[i] as TapeNode;
      if (relevant.nodes[i] && table.hasAny(node.outputs)) {
        if (node instanceof FusedNode) backFused(node, table, relevant.ids);
        else backStock(engine, node, table, relevant.ids);
      }
      table.finish(node.outputs);
      for (const saved of node.saved) saved.dispose();
    }
    result = targets.map((target) => table.result(target.id));
    return result;
  } catch (error) {
    disposeTape(tape);
    throw error;
  } finally {
    engine.endScope(result);
  }
}

/** Frees what the nodes of a tape saved. */
export function disposeTape(tape: readonly TapeNode[]): void {
  for (const node of tape) for (const saved of node.saved) saved.dispose();
}

/**
 * The nodes and tensors through which a gradient has to flow to reach a target. None flows through integers and booleans:
 * a comparison needs no gradient function.
 */
function findRelevant(tape: readonly TapeNode[], targets: readonly Tensor[]): { ids: ReadonlySet<number>; nodes: readonly boolean[] } {
  const ids = new Set<number>();
  for (const target of targets) ids.add(target.id);
  const nodes = new Array<boolean>(tape.length);
  for (let i = 0; i < tape.length; i++) {
    const { inputs, outputs } = tape[i] as TapeNode;
    let reaches = false;
    for (const name in inputs) {
      const input = inputs[name];
      if (input !== undefined && ids.has(input.id)) {
        reaches = true;
        break;
      }
    }
    nodes[i] = reaches;
    if (!reaches) continue;
    for (const output of outputs) if (output.dtype === 'float32') ids.add(output.id);
  }
  return { ids, nodes };
}

function backFused(node: FusedNode, table: GradientTable, relevant: ReadonlySet<number>): void {
  const dys = node.outputs.map((output) => table.get(output.id));
  const needs: Record<string, boolean> = {};
  for (const name in node.inputs) needs[name] = relevant.has((node.inputs[name] as Tensor).id);
  const gradients = node.backward(dys, needs, table.isExclusive((node.outputs[0] as Tensor).id));
  for (const name in gradients) {
    const gradient = gradients[name];
    if (!gradient) continue;
    const tensor = asTensor(gradient);
    if (needs[name]) table.add((node.inputs[name] as Tensor).id, tensor);
    else if (!dys.includes(tensor)) tensor.dispose();
  }
}

function backStock(engine: EngineInternals, node: TapeNode, table: GradientTable, relevant: ReadonlySet<number>): void {
  if (node.gradient === undefined) {
    throw new UsageError({
      package: 'ops',
      code: 'no-gradient',
      what: `The operation ${node.kernelName} has no gradient`,
      remedy: 'Use another operation, or run it inside noGradient(…) if it is not meant to be differentiated.',
    });
  }
  const names: string[] = [];
  const gradients: Tensor[] = [];
  engine.startScope(node.kernelName);
  try {
    const thunks = node.gradient(node.outputs.map((output) => table.get(output.id)));
    for (const name in node.inputs) {
      const thunk = thunks[name];
      if (thunk === undefined || !relevant.has((node.inputs[name] as Tensor).id)) continue;
      names.push(name);
      gradients.push(thunk());
    }
  } finally {
    engine.endScope(gradients);
  }
  for (let i = 0; i < names.length; i++) table.add((node.inputs[names[i] as string] as Tensor).id, gradients[i] as Tensor);
}

/** The gradient of a value with respect to itself. */
function one(value: Tensor): Tensor {
  // By a kernel, not by writing values: a step that writes constants cannot be recorded.
  return fill(value.shape, 1, 'float32');
}
