import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createStopText } from './stop-text.js';

it('holds back what may be the beginning of a stop, and shows it when it is not', () => {
  const stop = createStopText(['END', 'EX']);
  expect(['a', 'E', 'N', 'x', 'bE', 'E'].map((piece) => stop.push(piece).text)).toEqual(['a', '', '', 'ENx', 'b', 'E']);
  expect(stop.flush()).toBe('E');
});

it('stops at the first of several, whose text is not shown', () => {
  const stop = createStopText(['two', 'one']);
  expect(stop.push('first o')).toEqual({ text: 'first ', stopped: false });
  expect(stop.push('ne then two')).toEqual({ text: '', stopped: true });
});

it('shows the same however the text comes in pieces', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
  fc.assert(
    fc.property(fc.array(text), fc.array(text, { maxLength: 3 }), (pieces, stops) => {
      const whole = pieces.join('');
      const ends = stops.filter((stop) => stop !== '').map((stop) => whole.indexOf(stop));
      const found = ends.filter((end) => end >= 0);
      const watch = createStopText(stops);
      let shown = '';
      let stopped = false;
      for (const piece of pieces) {
        const result = watch.push(piece);
        shown += result.text;
        stopped = result.stopped;
        if (stopped) break;
      }
      if (!stopped) shown += watch.flush();
      expect(shown).toBe(found.length > 0 ? whole.slice(0, Math.min(...found)) : whole);
    }),
  );
});
