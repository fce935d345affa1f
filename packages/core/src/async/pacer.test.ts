import { describe, expect, it } from 'vitest';
import { createPacer } from './pacer.js';

describe('pacer', () => {
  it('goes straight on while the interval has not passed', () => {
    expect(createPacer(60_000).pause()).toBeUndefined();
  });

  it('lets what waits run when it has', async () => {
    const order: string[] = [];
    const pacer = createPacer(0);
    setTimeout(() => order.push('timer'), 0);
    for (let pauses = 0; pauses < 1000 && order.length === 0; pauses++) await pacer.pause();
    order.push('work');
    expect(order).toEqual(['timer', 'work']);
  });
});
