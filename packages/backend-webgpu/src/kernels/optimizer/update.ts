import type { TensorInfo } from '@prattle/ops/tfjs';
import { homeOf, layTogether, moveOut } from '../../backend/arena.js';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { type Access, itemProgram, type Program, programFamily, type UniformType } from '../../program/program.js';
import { sizeOf } from '../shapes.js';
import { clipFunction } from './clip.js';

/** Storage buffers that every device allows a kernel. */
const BUFFERS = 8;

/** What an optimiser does with one element. */
export interface UpdateRule {
  /** Unique among all rules. */
  readonly name: string;
  /** What it changes, by the names of its lists: the parameters, and what is kept for each of them. */
  readonly lists: readonly string[];
  /**
   * WGSL that updates the element: `gradient` holds its gradient, clipped, and `decays` tells whether weight decay acts on it.
   * @param at an expression for the element of a list
   */
  readonly code: (at: (list: string) => string) => string;
}

export interface UpdateCall {
  /** In the order of the rule's. */
  readonly lists: readonly (readonly TensorInfo[])[];
  readonly gradients: readonly TensorInfo[];
  readonly decays: readonly boolean[];
  readonly hyper: TensorInfo;
  readonly norm?: TensorInfo | undefined;
}

type Update = (backend: PrattleWebGpuBackend, call: UpdateCall) => void;

/** Neighbours in one buffer, which are updated in one dispatch. */
interface Run {
  /** Their buffer, and how far apart its lists are; nothing for one that has buffers of its own. */
  readonly flat: { readonly whole: TensorInfo; readonly stride: number } | undefined;
  readonly indices: number[];
  readonly places: number[];
}

/**
 * Makes a rule runnable over all parameters at once. They are laid side by side in one buffer, with their moments behind
 * them; a dispatch then takes as many gradients as it can bind, and changes all of their parameters.
 */
export function updateRunner(rule: UpdateRule): Update {
  const programs = programFamily((flat: boolean, norm: boolean) => updateProgram(rule, flat, norm));
  return (backend, { lists, gradients, decays, hyper, norm }) => {
    layTogether(backend, lists);
    // A buffer cannot be read and written at the same time.
    for (const { dataId } of gradients) moveOut(backend, dataId);
    const clips = norm !== undefined;
    for (const { flat, indices, places } of runsOf(backend, lists, gradients, slotsOf(clips))) {
      const tensors: Record<string, TensorInfo | undefined> = { hyper, norm, flat: flat?.whole };
      const uniforms: Record<string, number> = { stride: flat?.stride ?? 0 };
      let end = 0;
      for (let slot = 0; slot < slotsOf(clips); slot++) {
        // Slots that are left over repeat the last one, and have no elements.
        const index = indices[Math.min(slot, indices.length - 1)] ?? 0;
        if (slot < indices.length) end += sizeOf(gradients[index] as TensorInfo);
        tensors[`gradient${slot}`] = gradients[index];
        Object.assign(uniforms, { [`end${slot}`]: end, [`at${slot}`]: places[slot] ?? 0, [`decays${slot}`]: decays[index] ? 1 : 0 });
      }
      if (flat === undefined) for (const [l, name] of rule.lists.entries()) tensors[name] = lists[l]?.[indices[0] ?? 0];
      backend.run(programs(flat !== undefined, clips), tensors, uniforms, end);
    }
  };
}

/** Gradients of a dispatch beside the flat buffer, the hyper-parameters and the norm. */
function slotsOf(norm: boolean): number {
  return BUFFERS - (norm ? 3 : 2);
}

function runsOf(backend: PrattleWebGpuBackend, lists: UpdateCall['lists'], gradients: readonly TensorInfo[], slots: number): Run[] {
  const runs: Run[] = [];
  for (const [index, gradient] of gradients.entries()) {
    if (sizeOf(gradient) === 0) continue;
    const home = homeOf(backend, lists, index);
    const last = runs.at(-1);
    if (home !== undefined && last?.flat?.whole === home.whole && last.flat.stride === home.stride && last.indices.length < slots) {
      last.indices.push(index);
      last.places.push(home.at);
    } else {
      runs.push({ flat: home, indices: [index], places: [home?.at ?? 0] });
    }
  }
  return runs;
}

function updateProgram({ name, lists, code }: UpdateRule, flat: boolean, norm: boolean): Program {
  const slots = Array.from({ length: flat ? slotsOf(norm) : 1 }, (_, slot) => slot);
  const buffers: Record<string, Access> = { hyper: 'read f32', ...(norm && { norm: 'read f32' }) };
  for (const list of flat ? ['flat'] : lists) buffers[list] = 'write f32';
  for (const slot of slots) buffers[`gradient${slot}`] = 'read f32';
  const uniforms: Record<string, UniformType> = { stride: 'u32' };
  for (const slot of slots) Object.assign(uniforms, { [`end${slot}`]: 'u32', [`at${slot}`]: 'u32', [`decays${slot}`]: 'u32' });
  return itemProgram({
    name: `${name}${norm ? ', clipped' : ''}${flat ? ', side by side' : ''}`,
    buffers,
    uniforms,
    declarations: clipFunction(norm),
    main: `
  var place = 0u;
  var gradient = 0.0;
  var decays = false;
  ${slots
    .map((slot) => {
      const element = slot === 0 ? 'i' : `i - u.end${slot - 1}`;
      return `if (i < u.end${slot}) {
    gradient = gradient${slot}[${element}];
    place = u.at${slot} + ${element};
    decays = u.decays${slot} > 0u;
  }`;
    })
    .join(' else ')}
  gradient *= clip();
  ${code((list) => (flat ? `flat[place + ${lists.indexOf(list)}u * u.stride]` : `${list}[place]`))}`,
  });
}
