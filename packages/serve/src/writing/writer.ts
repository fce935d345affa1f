import { createPacer, type Model } from '@prattle/core';
import { createGeneration, type GeneratedToken, type Generation, type SequenceOptions } from '@prattle/sampling';
import { busy } from '../protocol/errors.js';
import { type Channel, createChannel } from './channel.js';

/** Writes for many at once: sequences join and leave the one batch that is running, token by token. */
export interface Writer {
  /** Sequences that are being written. */
  readonly running: number;
  /** Sequences that wait for a place. */
  readonly waiting: number;
  /**
   * Queues sequences, all of them or none. Each gives its tokens as they come; to stop reading one is to cancel it.
   * @param signal cancels all of them; their readers then get its reason as an error
   * @throws ApiError with status 429 when there is no room in the queue
   */
  write(sequences: readonly SequenceOptions[], signal: AbortSignal): readonly AsyncIterable<GeneratedToken>[];
  /** Frees what was kept for decoding. Nothing may be written any more. */
  close(): void;
}

export interface WriterOptions {
  /** Sequences written side by side. */
  readonly slots: number;
  /** Sequences that may wait. */
  readonly queue: number;
}

/** Between two turns of the event loop: short, as each turn is what sends tokens out and lets requests in. */
const YIELD_MS = 4;

interface Job {
  readonly sequence: SequenceOptions;
  readonly channel: Channel<GeneratedToken>;
  /** Stops listening to the signal. */
  readonly release: () => void;
  /** Its number in the generation, once it has a place. */
  number?: number;
}

/** @param model a next-token model on the open backend */
export function createWriter(model: Model, { slots, queue }: WriterOptions): Writer {
  const waiting: Job[] = [];
  const running = new Map<number, Job>();
  let generation: Generation | undefined;
  let working = false;

  function leave(job: Job): void {
    job.release();
    const place = waiting.indexOf(job);
    if (place >= 0) waiting.splice(place, 1);
    if (job.number !== undefined && running.delete(job.number)) generation?.remove(job.number);
  }

  function newJob(sequence: SequenceOptions, signal: AbortSignal): Job {
    const channel = createChannel<GeneratedToken>(() => leave(job));
    const cancel = () => {
      leave(job);
      channel.fail(signal.reason);
    };
    const job: Job = { sequence, channel, release: () => signal.removeEventListener('abort', cancel) };
    signal.addEventListener('abort', cancel);
    return job;
  }

  function admit(to: Generation): void {
    while (to.free > 0) {
      const job = waiting.shift();
      if (!job) return;
      try {
        job.number = to.add(job.sequence);
        running.set(job.number, job);
      } catch (error) {
        job.release();
        job.channel.fail(error);
      }
    }
  }

  function deliver(token: GeneratedToken): void {
    const job = running.get(token.sequence);
    if (!job) return;
    job.channel.push(token);
    if (token.finish === undefined) return;
    running.delete(token.sequence);
    job.release();
    job.channel.end();
  }

  /** What goes wrong with the batch goes wrong for everyone in it, and for nobody after. */
  function abandon(error: unknown): void {
    for (const job of running.values()) {
      job.release();
      job.channel.fail(error);
    }
    running.clear();
    generation?.dispose();
    generation = undefined;
  }

  async function work(): Promise<void> {
    working = true;
    const pacer = createPacer(YIELD_MS);
    while (waiting.length > 0 || running.size > 0) {
      try {
        generation ??= createGeneration(model, { slots });
        admit(generation);
        for (const token of await generation.step()) deliver(token);
      } catch (error) {
        abandon(error);
      }
      const pause = pacer.pause();
      if (pause) await pause;
    }
    working = false;
  }

  return {
    get running() {
      return running.size;
    },
    get waiting() {
      return waiting.length;
    },
    write(sequences, signal) {
      signal.throwIfAborted();
      const room = slots - running.size + queue;
      if (waiting.length + sequences.length > room) throw busy(waiting.length);
      const jobs = sequences.map((sequence) => newJob(sequence, signal));
      waiting.push(...jobs);
      if (!working) void work();
      return jobs.map(({ channel }) => channel);
    },
    close() {
      abandon(new Error('the writer was closed'));
    },
  };
}
