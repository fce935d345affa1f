import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, hasTerminal, inTerminal, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();

const learnt = ['--first', '3', '--batch', '3', '--steps', '200', '--optimizer', 'adam', '--learning-rate', '0.02'];

let trained = '';
beforeAll(async () => {
  trained = (await call(['train', 'chat', ...learnt, '--out', 'chat'])).stdout;
});

describe('prattle chat', () => {
  it('is what training on dialogs ends with the advice to try', () => {
    expect(trained).toMatch(/Try next:\n {2}prattle chat chat +talk with it\n/);
  });

  it('in a pipe puts replies, and nothing else, on standard output', async () => {
    const input = 'hi\n/reset\nwhat is 2+2?\n/reset\nhΩi\n/save said.txt\nexit\nnever read\n';
    const { code, stdout, stderr } = await call(['chat', 'chat', '--temperature', '0'], { input });
    expect([code, stdout]).toEqual([0, 'hello!\n4\nhello!\n']);
    expect(stderr).toContain('never shown it: Ω');
    expect(readFileSync(join(folder, 'said.txt'), 'utf8')).toMatch(/<assistant>hello!<\/assistant>\n<eot>\n$/);
  });

  it('speaks to programs', async () => {
    const { stdout } = await call(['chat', 'chat', '--temperature', '0', '--json'], { input: 'hi\n' });
    expect(JSON.parse(stdout)).toMatchObject({ user: 'hi', reply: 'hello!', finish: 'stop' });
  });

  it('on a terminal prompts, answers and leaves', async (context) => {
    if (!hasTerminal) context.skip('needs the command `script` for a pseudo-terminal');
    const typed = ['hi\r', '/temperature 0.1\r', 'exit\r'];
    const { code, screen } = await inTerminal(folder, ['chat', 'chat', '--temperature', '0'], (shown, keys) => {
      const prompts = shown.split('you › ').length - 1;
      if (prompts === 4 - typed.length) keys(typed.shift() ?? '');
    });
    expect(code).toBe(0);
    expect(screen).toContain('The system says: You are helpful.');
    expect(screen).toMatch(/model › .*hello!/);
    expect(screen).toContain('Temperature 0.1.');
  });

  it('says what else to do with a model that learnt no dialogs', async () => {
    writeFileSync(join(folder, 'rhyme.txt'), rhyme);
    await call(['train', 'rhyme.txt', '--steps', '2', '--out', 'text', ...tiny]);
    const { code, stderr } = await call(['chat', 'text']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/not trained on dialogs.*prattle sample/);
  });
});
