import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  writeFileSync(path('rhyme.txt'), rhyme);
  await call(['train', 'rhyme.txt', '--steps', '20', '--out', 'run', ...tiny]);
  await call(['train', 'names', '--model', 'gru', '--steps', '5', '--out', 'words', '--batch', '4', '--eval-batches', '2']);
});

const sample = async (run: string) => (await call(['sample', run, '--prompt', 'green', '--tokens', '20', '--temperature', '0'])).stdout;

describe('prattle export and import', () => {
  it.each(['huggingface', 'safetensors'])('bring a model back as %s, which writes the same', async (format) => {
    const { stdout, code } = await call(['export', 'run', '--format', format, '--out', format]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/config\.json, model\.safetensors, tokenizer\.json/);
    expect((await call(['import', format, '--out', `back-${format}`])).stdout).toMatch(
      /transformer, .* vocabulary \d+, context 16, tokenizer character/,
    );
    expect(await sample(`back-${format}`)).toBe(await sample('run'));
    expect((await call(['eval', `back-${format}`, 'rhyme.txt'])).code).toBe(0);
  });

  it('say as JSON what was written', async () => {
    const { stdout } = await call(['export', 'words', '--format', 'onnx', '--out', 'onnx', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'onnx', out: 'onnx', notes: [], files: expect.arrayContaining(['model.onnx']) });
    expect(readdirSync(path('onnx')).sort()).toEqual(JSON.parse(stdout).files.sort());
    await call(['export', 'run', '--format', 'safetensors', '--out', 'weights']);
    const imported = await call(['import', 'weights/model.safetensors', '--out', 'as-json', '--json']);
    expect(JSON.parse(imported.stdout)).toMatchObject({ run: 'as-json', model: 'transformer', contextLength: 16, tokenizer: 'character' });
  });

  it('take a state dict by way of the converter', async (context) => {
    const script = fileURLToPath(new URL('../../../../packages/interchange/python/state_dict_to_safetensors.py', import.meta.url));
    const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
    // A bigram of makemore: logits[a][b] is large where b is the letter after a.
    const make = `import torch; torch.save({'logits': 9 * torch.eye(4).roll(1, 1)}, '${path('makemore.pt')}')`;
    if (spawnSync(python, ['-c', make]).status !== 0) context.skip("needs PyTorch: Debian's python3-torch");
    writeFileSync(path('letters.txt'), 'a\nb\nc\n');
    expect(spawnSync(python, [script, path('makemore.pt'), path('converted'), '--characters', path('letters.txt')]).status).toBe(0);
    expect((await call(['import', 'converted', '--out', 'makemore'])).code).toBe(0);
    expect((await call(['sample', 'makemore', '--temperature', '0', '--tokens', '5'])).stdout).toBe('abc\n');
    expect((await call(['import', 'makemore.pt', '--out', 'pickle'])).stderr).toMatch(/pickle.*state_dict_to_safetensors\.py/);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a format that is none', ['export', 'run', '--format', 'pickle', '--out', 'x'], /huggingface, onnx, safetensors/],
    ['a folder that is full', ['export', 'run', '--format', 'onnx', '--out', 'run'], /run is not empty/],
    ['a model that Transformers has not', ['export', 'words', '--format', 'huggingface', '--out', 'x'], /no model like gru.*--format onnx/],
    ['nothing to import', ['import', 'nowhere', '--out', 'x'], /nothing in nowhere/],
    ['a run that is there', ['import', 'run/checkpoints/last', '--out', 'run'], /There is a run in run already/],
    ['weights of nothing known', ['import', 'odd.safetensors', '--out', 'x'], /of no model that is known here/],
  ])('refuse %s in one line, and leave nothing behind', async (_, args, message) => {
    writeFileSync(path('odd.safetensors'), oddWeights());
    const { code, stdout, stderr } = await call(args);
    expect(stderr).toMatch(message);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(existsSync(path('x'))).toBe(false);
  });

  it('leave a changed file unread', async () => {
    await call(['export', 'run', '--format', 'huggingface', '--out', 'cut']);
    writeFileSync(path('cut/model.safetensors'), readFileSync(path('cut/model.safetensors')).subarray(0, 1000));
    const { stderr, code } = await call(['import', 'cut', '--out', 'x']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/model\.safetensors" is damaged/);
    expect(existsSync(path('x'))).toBe(false);
  });
});

function oddWeights(): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ odd: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }));
  const bytes = new Uint8Array(8 + header.length + 4);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
}
