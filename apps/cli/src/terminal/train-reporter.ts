import type { StepEvent, TrainingEvent } from '@prattle/core';
import pc from 'picocolors';
import { type CurvePoint, drawCurves } from './curve.js';
import { formatCount, formatDuration } from './format.js';
import { LossTrace } from './loss-trace.js';

/** Where training is shown. */
export interface Screen {
  write(text: string): void;
  /** A terminal that can redraw its line. */
  readonly interactive: boolean;
  readonly columns: number;
  /** Milliseconds; injected so that tests need no clock. */
  now(): number;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5000;
const BAR_WIDTH = 20;
const CURVE_HEIGHT = 12;

/**
 * Shows a stream of training events to a person: a line that redraws itself on a terminal, a plain line now and then
 * elsewhere, and at the end the loss curve.
 */
export class TrainReporter {
  readonly #screen: Screen;
  #steps = 0;
  #startedAt = 0;
  #lastDrawn = Number.NEGATIVE_INFINITY;
  #validation: number | undefined;
  #lineOpen = false;
  readonly #train = new LossTrace();
  readonly #validations: CurvePoint[] = [];

  /** @param unit what throughput is counted in: 'tok', 'rows' */
  constructor(
    screen: Screen,
    private readonly unit = 'tok',
  ) {
    this.#screen = screen;
  }

  handle(event: TrainingEvent): void {
    switch (event.type) {
      case 'start':
        this.#steps = event.steps;
        this.#startedAt = event.step;
        this.#print(`${pc.bold(`${formatCount(event.parameters)} parameters`)} on ${event.backend} (${event.device})`);
        if (event.step > 0) this.#print(`Continuing after step ${event.step}.`);
        break;
      case 'step':
        this.#train.add(event.step, event.loss);
        this.#progress(event);
        break;
      case 'eval':
        this.#evaluated(event.step, event.losses, event.best);
        break;
      case 'sample':
        this.#print(`${pc.dim(`sample at step ${event.step}:`)} ${event.text}`);
        break;
      case 'checkpoint':
        break;
      case 'done':
        this.#closeLine();
    }
  }

  /** The loss curve as far as it is known, or nothing before the second measurement. */
  curve(): string {
    if (this.#train.points.length < 2) return '';
    return drawCurves(
      [
        { label: 'training loss', points: this.#train.points, style: 'line', paint: pc.cyan },
        { label: 'validation loss', points: this.#validations, style: 'marks', paint: pc.yellow },
      ],
      { width: Math.min(this.#screen.columns, 100), height: CURVE_HEIGHT },
    );
  }

  #evaluated(step: number, losses: Readonly<Record<string, number | undefined>>, best: boolean): void {
    const { validation } = losses;
    if (validation !== undefined) {
      this.#validation = validation;
      this.#validations.push({ x: step, y: validation });
    }
    const text = Object.entries(losses).map(([split, loss]) => `${split} ${loss?.toFixed(4)}`);
    this.#print(
      `${pc.dim(`step ${String(step).padStart(String(this.#steps).length)}`)}  ${text.join('  ')}${best ? pc.green('  best') : ''}`,
    );
  }

  #progress(event: StepEvent): void {
    const now = this.#screen.now();
    const wait = this.#screen.interactive ? REDRAW_MS : PLAIN_LINE_MS;
    if (now - this.#lastDrawn < wait && event.step < this.#steps) return;
    if (!this.#screen.interactive && this.#lastDrawn === Number.NEGATIVE_INFINITY) {
      this.#lastDrawn = now;
      return;
    }
    this.#lastDrawn = now;
    const line = this.#line(event);
    if (this.#screen.interactive) {
      this.#screen.write(`\r\u001b[2K${line}`);
      this.#lineOpen = true;
    } else {
      this.#screen.write(`${line}\n`);
    }
  }

  #line({ step, loss, tokensPerSecond, seconds }: StepEvent): string {
    const share = this.#steps > 0 ? step / this.#steps : 0;
    const done = step - this.#startedAt;
    const left = done > 0 ? ((this.#steps - step) * seconds) / step : 0;
    const facts = [
      `step ${step}/${this.#steps}`,
      `loss ${loss.toFixed(4)}`,
      ...(this.#validation === undefined ? [] : [`val ${this.#validation.toFixed(4)}`]),
      `${formatCount(tokensPerSecond)} ${this.unit}/s`,
      `${formatDuration(left)} left`,
    ];
    if (!this.#screen.interactive) return facts.join('  ');
    const filled = Math.round(share * BAR_WIDTH);
    const bar = `${pc.cyan('━'.repeat(filled))}${pc.dim('━'.repeat(BAR_WIDTH - filled))}`;
    const text = facts.join('  ');
    return text.length + BAR_WIDTH + 2 < this.#screen.columns ? `${bar}  ${text}` : text.slice(0, this.#screen.columns - 1);
  }

  #print(text: string): void {
    this.#closeLine();
    this.#screen.write(`${text}\n`);
  }

  #closeLine(): void {
    if (this.#lineOpen) this.#screen.write('\r\u001b[2K');
    this.#lineOpen = false;
  }
}
