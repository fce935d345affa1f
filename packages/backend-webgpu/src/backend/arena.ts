import { type TensorInfo, util } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from './backend.js';
import type { TensorData } from './internals.js';

type DataId = TensorInfo['dataId'];

/** A buffer that several tensors lie in, each in a part of its own. It lives until the last of them has left. */
export class Arena {
  #members = 0;

  constructor(
    private readonly backend: PrattleWebGpuBackend,
    /** The whole buffer as one tensor. */
    readonly whole: TensorInfo,
  ) {}

  /** Moves a tensor's data here. To be called within `backend.besides`. @param offset in bytes */
  take(dataId: DataId, offset: number): void {
    this.backend.uploadToGPU(dataId);
    const [data, own] = [this.backend.dataOf(dataId), this.backend.dataOf(this.whole.dataId)];
    if (data === undefined || !own?.resource) return;
    this.#members++;
    move(this.backend, data, own.resource, offset);
    data.arena = this;
    data.offset = offset;
  }

  leave(): void {
    this.#members--;
    if (this.#members === 0) this.backend.disposeData(this.whole.dataId);
  }
}

/** Lists of tensors that belong together: parameters, and what an optimiser keeps for each of them. */
export type Lists = readonly (readonly TensorInfo[])[];

/** Where the tensors of one place in all lists lie: that of list l at element `at + l · stride` of `whole`. */
export interface Home {
  readonly whole: TensorInfo;
  readonly at: number;
  readonly stride: number;
}

/** The home of place `index` in these lists; nothing if its tensors do not lie together. */
export function homeOf(backend: PrattleWebGpuBackend, lists: Lists, index: number): Home | undefined {
  const data = lists.map((list) => dataOf(backend, list[index]));
  const arena = data[0]?.arena;
  if (arena === undefined) return undefined;
  const starts = data.map((one) => (one?.offset ?? 0) / 4);
  const [at = 0, next = at] = starts;
  const stride = next - at;
  const regular = stride >= 0 && data.every((one, list) => one?.arena === arena && starts[list] === at + list * stride);
  return regular ? { whole: arena.whole, at, stride } : undefined;
}

/**
 * Gives the tensors of these lists homes, if they have none yet: moves them side by side into as few buffers as may be.
 * They keep their values, and stay there. Those that no buffer can take together remain where they are.
 */
export function layTogether(backend: PrattleWebGpuBackend, lists: Lists): void {
  const { limits } = backend.device;
  const step = limits.minStorageBufferOffsetAlignment / 4;
  const largest = Math.floor(Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize) / 4 / lists.length);
  const rooms = (lists[0] ?? []).map((tensor) => Math.ceil(util.sizeFromShape([...tensor.shape]) / step) * step);
  const movable = [...rooms.keys()].filter((index) => {
    const [room = 0, own] = [rooms[index], lists.map((list) => dataOf(backend, list[index]))];
    return room > 0 && room <= largest && own.every((data) => data?.dtype === 'float32');
  });
  if (movable.length < 2 || movable.every((index) => homeOf(backend, lists, index) !== undefined)) return;
  backend.besides('the step lays the parameters side by side, which is done once', () => {
    for (const { indices, stride } of shareOut(movable, rooms, largest)) {
      const whole = backend.output([lists.length * stride]);
      backend.uploadToGPU(whole.dataId);
      const arena = new Arena(backend, whole);
      for (const [l, list] of lists.entries()) {
        let at = l * stride;
        for (const index of indices) {
          const tensor = list[index];
          if (tensor !== undefined) arena.take(tensor.dataId, 4 * at);
          at += rooms[index] ?? 0;
        }
      }
    }
  });
}

/** Gives a tensor a buffer of its own again, if it lies in an arena. */
export function moveOut(backend: PrattleWebGpuBackend, dataId: DataId): void {
  const data = backend.dataOf(dataId);
  if (data?.arena === undefined) return;
  backend.besides('the step takes a parameter from beside the others', () => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    move(backend, data, backend.pool.acquireBuffer(4 * util.sizeFromShape(data.shape), usage), 0);
    data.arena = undefined;
    data.offset = 0;
  });
}

/** The part of a buffer that a tensor lies in. */
export function placeOf({ resource, arena, offset, shape }: TensorData): GPUBufferBinding {
  const buffer = resource as GPUBuffer;
  return arena === undefined ? { buffer } : { buffer, offset: offset ?? 0, size: 4 * util.sizeFromShape(shape) };
}

function move(backend: PrattleWebGpuBackend, data: TensorData, target: GPUBuffer, offset: number): void {
  const { resource, arena } = data;
  backend.copyData(data, target, offset, 4 * util.sizeFromShape(data.shape));
  data.resource = target;
  if (arena !== undefined) {
    arena.leave();
  } else if (resource) {
    // Destroyed, because nobody may ask for this size again. What waits has to be handed over first.
    backend.flush();
    backend.pool.releaseBuffer(resource, false);
  }
}

/** Places by arena, as many in each as fit, in their order; and how long a list is there. */
function shareOut(movable: readonly number[], rooms: readonly number[], largest: number): { indices: number[]; stride: number }[] {
  const shares: { indices: number[]; stride: number }[] = [];
  for (const index of movable) {
    const room = rooms[index] ?? 0;
    const last = shares.at(-1);
    if (last === undefined || last.stride + room > largest) shares.push({ indices: [index], stride: room });
    else {
      last.indices.push(index);
      last.stride += room;
    }
  }
  return shares;
}

function dataOf(backend: PrattleWebGpuBackend, tensor: TensorInfo | undefined): TensorData | undefined {
  return tensor && backend.dataOf(tensor.dataId);
}
