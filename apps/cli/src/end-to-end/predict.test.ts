import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from './cli.js';

const { call, folder } = commandLine();

/** area = width · 2 + 1, in rows of which every second is red. */
const rows = Array.from({ length: 60 }, (_, row) => ({ shape: { width: row / 10 }, colour: row % 2 ? 'red' : 'blue', area: row / 5 + 1 }));

beforeAll(async () => {
  writeFileSync(join(folder, 'shapes.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  await call(['train', 'shapes.jsonl', '--steps', '300', '--learning-rate', '0.01', '--out', 'shapes']);
});

describe('a table', () => {
  it('is learnt by a regressor, which shows predictions beside the truth', async () => {
    const { code, stdout, stderr } = await call(['train', 'shapes.jsonl', '--target', 'area', '--steps', '20', '--out', 'again']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('48 train, 6 validation, 6 test rows, to predict area (regression)');
    expect(stdout).toMatch(/Examples that it never saw \(validation\):\nexample +area predicted +area in the data\nshape\.width/);
    expect(stdout).toMatch(/Over all 6 of them: MAE [\d.]+, RMSE [\d.]+, R2 -?[\d.]+/);
    expect(stdout).toContain('prattle predict again');
  });

  it('resumed ends with the bytes of a run that was never interrupted', async () => {
    await call(['train', '--out', 'again', '--resume', '--steps', '40']);
    await call(['train', 'shapes.jsonl', '--target', 'area', '--steps', '40', '--out', 'straight']);
    const model = (run: string) => readFileSync(join(folder, run, 'checkpoints/last/model.safetensors'));
    expect(model('again').equals(model('straight'))).toBe(true);
  });

  it('is measured in its own units, on what was held out and on other data', async () => {
    const { splits } = JSON.parse((await call(['eval', 'shapes', '--json'])).stdout);
    expect(splits.map(({ split }: { split: string }) => split)).toEqual(['validation', 'test']);
    for (const { mae, rmse, r2 } of splits) {
      expect(mae).toBeLessThan(0.5);
      expect(rmse).toBeGreaterThanOrEqual(mae);
      expect(r2).toBeGreaterThan(0.98);
    }
    writeFileSync(join(folder, 'other.csv'), 'colour,shape.width,area\nred,2,5\nblue,3,7\n');
    const other = await call(['eval', 'shapes', 'other.csv']);
    expect(other.stdout).toMatch(/split +examples +loss +target +MAE +RMSE +R2\ntrain +2 +\S+ +area/);
  });
});

describe('prattle predict', () => {
  const ask = async (...args: string[]) => JSON.parse((await call(['predict', 'shapes', ...args, '--json'])).stdout);

  it('takes a JSON object, whose nested columns may be written with a dot', async () => {
    const { predictions } = await ask('{"shape": {"width": 2}, "colour": "red"}');
    expect(predictions).toEqual([{ input: { shape: { width: 2 }, colour: 'red' }, prediction: { area: expect.closeTo(5, 0) } }]);
    expect((await ask('{"shape.width": 2, "colour": "red", "more": true}')).predictions[0].prediction).toEqual(predictions[0].prediction);
  });

  it('takes a file, and standard input', async () => {
    const csv = 'colour,shape.width\nred,1\nblue,4.5\n';
    writeFileSync(join(folder, 'ask.csv'), csv);
    const { predictions } = await ask('ask.csv');
    const areas = predictions.map(({ prediction }: { prediction: { area: number } }) => prediction.area);
    expect(areas).toEqual([expect.closeTo(3, 0), expect.closeTo(10, 0)]);
    const { stdout } = await call(['predict', 'shapes'], { input: csv });
    expect(stdout).toMatch(/^example +area\ncolour red, shape\.width 1 +[\d.]+\ncolour blue, shape\.width 4\.5 +[\d.]+\n$/);
  });

  it('writes a table with the columns given, and intervals by what was held out', async () => {
    writeFileSync(join(folder, 'ask.csv'), 'colour,shape.width\nred,1\nblue,4.5\n');
    const { stdout } = await call(['predict', 'shapes', 'ask.csv', '--csv', '--interval', '0.8']);
    const [header, first = ''] = stdout.split('\n');
    expect(header).toBe('colour,shape.width,area_predicted,area_low,area_high');
    const [, , said, low, high] = first.split(',').map(Number);
    expect([low, high]).toEqual([expect.closeTo(Number(said), 0), expect.closeTo(Number(said), 0)]);
    expect(Number(low)).toBeLessThan(Number(said));
    const written = await call(['predict', 'shapes', 'ask.csv', '--write', 'said.jsonl']);
    expect(written.stdout).toBe('2 predictions are in said.jsonl.\n');
    expect(JSON.parse(readFileSync(join(folder, 'said.jsonl'), 'utf8').split('\n')[0] ?? '')).toMatchObject({ input: { colour: 'red' } });
    expect((await call(['predict', 'shapes', 'ask.csv', '--interval', '0.99'])).stderr).toMatch(/needs 99 held-out examples.*has 6/);
  });

  it.each([
    ['a category that is unknown', '{"shape": {"width": 1}, "colour": "rod"}', /"rod".*Did you mean "red"/],
    ['JSON that is none', '{"shape": ', /is not JSON/],
  ])('refuses %s in one line', async (_, example, message) => {
    const { code, stdout, stderr } = await call(['predict', 'shapes', example]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('classes', () => {
  it('ask for a classifier, which says how sure it is', async () => {
    const wrong = await call(['train', 'shapes.jsonl', '--target', 'colour', '--out', 'colours']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/classification, and the model regressor.*--model classifier/)]);
    await call(['train', 'shapes.jsonl', '--target', 'colour', '--model', 'classifier', '--steps', '20', '--out', 'colours']);
    const { splits } = JSON.parse((await call(['eval', 'colours', '--json'])).stdout);
    expect(splits[0]).toMatchObject({ split: 'validation', targets: 6, accuracy: expect.any(Number) });
    const { stdout } = await call(['predict', 'colours', '{"shape": {"width": 1}, "area": 3}', '--json']);
    const [{ prediction, probabilities }] = JSON.parse(stdout).predictions;
    expect(['red', 'blue']).toContain(prediction.colour);
    expect(probabilities.red + probabilities.blue).toBeCloseTo(1, 6);
  });
});

describe('text to number', () => {
  it('knows digits and characters that it was never shown', async () => {
    const lines = Array.from({ length: 20 }, (_, row) => JSON.stringify({ text: `${'ab'[row % 2]} 11`, value: row % 2 }));
    writeFileSync(join(folder, 'texts.jsonl'), lines.join('\n'));
    const trained = await call([
      'train',
      'texts.jsonl',
      '--steps',
      '5',
      '--embedding',
      '4',
      '--hidden',
      '4',
      '--batch',
      '4',
      '--out',
      'texts',
    ]);
    expect(trained.stdout).toContain('to predict value (text-to-number)');
    const { code, stdout } = await call(['predict', 'texts', 'a 5 Ω', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).predictions).toEqual([{ input: 'a 5 Ω', prediction: { value: expect.any(Number) } }]);
    expect((await call(['sample', 'texts'])).stderr).toMatch(/Use `prattle predict` with it/);
  });
});

describe('dialogs', () => {
  it('are learnt by the tiny chat model', async () => {
    const { code, stdout } = await call([
      'train',
      'chat',
      '--first',
      '3',
      '--validation',
      '0',
      '--steps',
      '5',
      '--batch',
      '3',
      '--out',
      'chat',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('3 train dialogs');
    expect(JSON.parse(readFileSync(join(folder, 'chat/run.json'), 'utf8')).model.name).toBe('tiny-chat');
    expect((await call(['predict', 'chat', '{}'])).stderr).toMatch(/writes text, and predicts nothing/);
  });
});
