import { stripVTControlCharacters } from 'node:util';
import type { TrainingEvent } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { TrainReporter } from './train-reporter.js';

function show(events: readonly TrainingEvent[], { interactive = false, columns = 80 } = {}) {
  let text = '';
  let time = 0;
  const reporter = new TrainReporter({ write: (part) => (text += part), interactive, columns, now: () => (time += 1000) });
  for (const event of events) reporter.handle(event);
  return { text, curve: reporter.curve() };
}

const start: TrainingEvent = { type: 'start', step: 0, steps: 100, parameters: 209_729, backend: 'cpu', device: 'a chip' };
const step = (number: number): TrainingEvent => ({
  type: 'step',
  step: number,
  loss: 4 - number / 50,
  recentLosses: [4 - number / 50],
  learningRate: 1e-3,
  tokensPerSecond: 12_800,
  seconds: number,
});
const evaluation: TrainingEvent = { type: 'eval', step: 50, losses: { train: 3, validation: 3.1 }, best: true };

describe('TrainReporter', () => {
  it('writes plain lines now and then where there is no terminal', () => {
    const { text: coloured } = show([start, ...Array.from({ length: 20 }, (_, index) => step(index + 1)), evaluation]);
    const text = stripVTControlCharacters(coloured); // CI services show colours
    expect(text).toContain('0.21 M parameters on cpu (a chip)');
    expect(text).toContain('step 11/100  loss 3.7800  12.8 k tok/s  1:29 left');
    expect(text).toContain('train 3.0000  validation 3.1000  best');
    expect(coloured).not.toContain('\r');
    expect(text.split('\n').length).toBeLessThan(10);
  });

  it('redraws one line on a terminal and never exceeds its width', () => {
    const { text } = show([start, step(1), step(2), evaluation, step(60)], { interactive: true, columns: 60 });
    const drawn = text.split('\r\u001b[2K').map((line) => stripVTControlCharacters(line).split('\n')[0] ?? '');
    expect(drawn.some((line) => line.startsWith('step 60/100'))).toBe(true);
    expect(drawn.slice(1).every((line) => line.length < 60)).toBe(true);
  });

  it('draws the curve of what it saw', () => {
    const { curve } = show([start, step(1), step(50), evaluation]);
    expect(curve).toContain('● validation loss');
    expect(show([start, step(1)]).curve).toBe('');
  });
});
