import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ExitCode } from './errors.js';
import { FINISH, type Interrupt, onInterrupt } from './interrupt.js';

let interrupt: Interrupt;
const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  exit.mockClear();
  interrupt = onInterrupt();
});
afterEach(() => interrupt.dispose());

const pressed = () => process.emit('SIGINT');
const asked = () => process.emit('message', FINISH, undefined);

it('asks to finish the first time, and ends the process the second', () => {
  pressed();
  expect(interrupt.signal.aborted).toBe(true);
  expect(exit).not.toHaveBeenCalled();
  pressed();
  expect(exit).toHaveBeenCalledWith(ExitCode.interrupted);
});

it('finishes when the process that started this one asks for it, and on a terminal Ctrl-C is heard as well', () => {
  asked();
  expect(interrupt.signal.aborted).toBe(true);
  pressed();
  asked();
  expect(exit).not.toHaveBeenCalled();
});
