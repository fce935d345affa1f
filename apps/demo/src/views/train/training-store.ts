import type { StepEvent } from '@prattle/core';
import { Store } from '../../app/store.js';
import type { Lab } from '../../lab/client.js';
import type {
  BandEdge,
  MemoryView,
  Normality,
  OpenedView,
  Progress,
  RunOrder,
  SampleView,
  TrainOrder,
  TrainPart,
} from '../../lab/protocol.js';
import { LossCurve } from './loss-curve.js';

export type Phase = 'idle' | 'opening' | 'training' | 'paused' | 'stopping' | 'saved' | 'done';

export interface TrainingState {
  readonly phase: Phase;
  readonly run: string | undefined;
  readonly opened: Pick<OpenedView, 'spec'> | OpenedView | undefined;
  readonly step: number;
  readonly steps: number;
  readonly last: StepEvent | undefined;
  readonly validation: number | undefined;
  readonly memory: MemoryView | undefined;
  /** Newest first. */
  readonly samples: readonly SampleView[];
  readonly normal: Normality | undefined;
  readonly curve: LossCurve;
  readonly error: string | undefined;
  /** Goes on where nobody sees it. */
  readonly whileHidden: boolean;
}

const CURRENT = 'prattle.run';
const MOST_SAMPLES = 8;

/** The run of this page: what it is doing, and everything that it told. */
export class TrainingStore extends Store<TrainingState> {
  readonly #saved = new Set<() => void>();
  #pausedByHiding = false;

  constructor(private readonly lab: Lab) {
    super({ ...nothing(), run: undefined, phase: 'idle', whileHidden: false });
    document.addEventListener('visibilitychange', () => this.#visibility());
    const run = localStorage.getItem(CURRENT);
    if (run) void this.restore(run);
  }

  /** Told whenever there is a new checkpoint. */
  onSaved(listener: () => void): () => void {
    this.#saved.add(listener);
    return () => {
      this.#saved.delete(listener);
    };
  }

  /** Shows a run as it was left. */
  async restore(run: string): Promise<void> {
    try {
      const { spec, step, events, band } = await this.lab.ask('savedRun', [run]);
      const curve = new LossCurve(band);
      curve.add(events);
      localStorage.setItem(CURRENT, run);
      const last = events.findLast((event) => event.type === 'step');
      this.set({
        ...nothing(),
        curve,
        run,
        opened: { spec },
        step,
        steps: spec.training.steps,
        last,
        validation: curve.validation,
        phase: 'saved',
      });
    } catch {
      // A run that was never saved, or whose files are gone: there is nothing to show.
      localStorage.removeItem(CURRENT);
    }
  }

  async start(run: string, start: RunOrder): Promise<void> {
    await this.#train({ run, start }, new LossCurve([]));
  }

  /** Goes on from the newest checkpoint. @param steps of the whole run */
  async resume(backend: string, steps?: number): Promise<void> {
    const { run, curve } = this.state;
    if (run) await this.#train({ run, backend, ...(steps === undefined ? {} : { steps }) }, curve);
  }

  async pause(): Promise<void> {
    this.set({ phase: 'paused' });
    await this.lab.ask('pause', []);
  }

  async proceed(): Promise<void> {
    this.set({ phase: 'training' });
    await this.lab.ask('proceed', []);
  }

  /** Saves and ends. */
  async stop(): Promise<void> {
    this.set({ phase: 'stopping' });
    await this.lab.ask('stop', []);
  }

  setWhileHidden(whileHidden: boolean): void {
    this.set({ whileHidden });
  }

  async #train(order: TrainOrder, curve: LossCurve): Promise<void> {
    this.set({ ...nothing(), run: order.run, curve, phase: 'opening' });
    localStorage.setItem(CURRENT, order.run);
    try {
      const { reason, step } = await this.lab.ask('train', [order], (part) => this.#hear(part));
      this.set({ phase: reason === 'interrupted' ? 'saved' : 'done', step });
    } catch (error) {
      this.set({ phase: 'idle' });
      // What was saved before (the GPU went away, the device is full) is there, and can be resumed.
      await this.restore(order.run);
      this.set({ error: error instanceof Error ? error.message : String(error) });
    }
  }

  #hear(part: TrainPart): void {
    switch (part.type) {
      case 'opened':
        this.state.curve.setBand(part.opened.band);
        this.set({
          opened: part.opened,
          steps: part.opened.spec.training.steps,
          phase: this.state.phase === 'opening' ? 'training' : this.state.phase,
        });
        if (document.hidden) this.#visibility();
        break;
      case 'progress':
        this.#follow(part);
        break;
    }
  }

  #follow({ events, samples, normal, memory }: Progress): void {
    const { curve, ...state } = this.state;
    const start = events.find((event) => event.type === 'start');
    if (start) curve.cutAfter(start.step);
    curve.add(events);
    this.set({
      memory,
      last: events.findLast((event) => event.type === 'step') ?? state.last,
      step: events.at(-1)?.step ?? state.step,
      validation: curve.validation,
      normal: normal ?? state.normal,
      samples: [...samples.toReversed(), ...state.samples].slice(0, MOST_SAMPLES),
    });
    if (events.some((event) => event.type === 'checkpoint')) for (const listener of this.#saved) listener();
  }

  #visibility(): void {
    const { phase, whileHidden } = this.state;
    if (document.hidden && phase === 'training' && !whileHidden) {
      this.#pausedByHiding = true;
      void this.pause();
    } else if (!document.hidden && this.#pausedByHiding) {
      this.#pausedByHiding = false;
      if (phase === 'paused') void this.proceed();
    }
  }
}

/** Of a run that has not told anything. */
function nothing(band: readonly BandEdge[] = []) {
  return {
    opened: undefined,
    step: 0,
    steps: 0,
    last: undefined,
    validation: undefined,
    memory: undefined,
    samples: [],
    normal: undefined,
    curve: new LossCurve(band),
    error: undefined,
  };
}
