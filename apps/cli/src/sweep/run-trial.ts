import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { SplitName, TrainingEvent } from '@prattle/core';
import { FINISH } from '../terminal/interrupt.js';
import type { TrialResult } from './results.js';
import type { TrialValues } from './trials.js';

/** The command line itself. */
const program = fileURLToPath(new URL('../../bin/prattle.js', import.meta.url));

/** A trial that did not come to its end. */
export interface UnfinishedTrial {
  readonly code: number | null;
  /** What it said about that. */
  readonly message: string;
}

export interface TrialOptions {
  /** Arguments of `prattle train`, `--json` among them. */
  readonly args: readonly string[];
  readonly values: TrialValues;
  readonly run: string;
  readonly signal: AbortSignal;
  readonly onEvent?: (event: TrainingEvent) => void;
}

interface Summary {
  readonly type: 'summary';
  readonly parameters: number;
  readonly step: number;
  readonly seconds: number;
  readonly reason: string;
  readonly losses: Readonly<Partial<Record<SplitName, number>>>;
}

/** With a channel for messages, of which Node's types take no account. */
type Trial = ChildProcessByStdio<null, Readable, Readable>;

/** Trains in a process of its own. Aborted, it saves and ends. */
export async function runTrial({ args, values, run, signal, onEvent }: TrialOptions): Promise<TrialResult | UnfinishedTrial> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }) as Trial;
  const stop = () => {
    if (child.connected) child.send(FINISH);
  };
  signal.addEventListener('abort', stop);
  let message = '';
  child.stderr.on('data', (data: Buffer) => {
    message += data.toString();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  let summary: Summary | undefined;
  let best = Number.POSITIVE_INFINITY;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as TrainingEvent | Summary;
    if (event.type === 'summary') summary = event;
    else onEvent?.(event);
    if (event.type === 'eval') best = Math.min(best, event.losses.validation ?? event.losses.test ?? event.losses.train ?? best);
  }
  const code = await ended;
  signal.removeEventListener('abort', stop);
  if (code !== 0 || !summary) return { code, message: message.trim() };
  const { parameters, step, seconds, losses } = summary;
  return { values, run, parameters, steps: step, seconds, losses, best };
}
