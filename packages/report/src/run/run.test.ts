import { encodeText } from '@prattle/core';
import { judgeRun } from '@prattle/inspection';
import { describe, expect, it } from 'vitest';
import { band, events, spec, storageWithRuns } from '../test/record.js';
import { comparisonPage, differingSettings } from './comparison-page.js';
import { judgementText } from './judgement-text.js';
import { runFacts } from './run-facts.js';
import { shortNames } from './run-figures.js';
import { runPage } from './run-page.js';
import { readRunRecord } from './run-record.js';

const read = async (rise = 0) => readRunRecord(await storageWithRuns({ 'runs/a': events(rise) }), 'runs/a');
const judge = ({ curve }: Awaited<ReturnType<typeof read>>) =>
  judgeRun({ bands: { words: band } }, { preset: 'words', data: 'names', settings: spec, curve });

/** What a page would load from elsewhere, or run. */
const OUTSIDE = /<script|<link|<img|src=|@import|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/;

describe('a run', () => {
  it('is read with all that it logged but a line that was cut off', async () => {
    const record = await read();
    expect(record.events).toHaveLength(events().length);
    expect(record.curve).toHaveLength(8);
    expect(runFacts(record)).toMatchObject({
      steps: 8,
      seconds: 8,
      ended: 'finished',
      trainLoss: 2.2,
      bestValidationLoss: 2.4,
      bestStep: 8,
    });
  });

  it('knows a loss that was lost', async () => {
    const lost = events().map((event) => (event.type === 'step' && event.step > 4 ? { ...event, loss: Number.NaN } : event));
    const { curve } = await readRunRecord(await storageWithRuns({ a: lost }), 'a');
    expect(curve.map(({ loss }) => Number.isNaN(loss))).toEqual([false, false, false, false, true, true, true, true]);
  });

  it('that is none is refused with what to do', async () => {
    const storage = await storageWithRuns({ a: [] });
    await expect(readRunRecord(storage, 'b')).rejects.toThrow(/no run in b\. Name a folder/);
    await storage.write('a/run.json', encodeText('{"model": 3}'));
    await expect(readRunRecord(storage, 'a')).rejects.toThrow(/a\/run\.json does not hold the settings of a run/);
  });
});

describe('the page of a run', () => {
  it('needs nothing from outside and escapes what models write', async () => {
    const record = await read();
    const html = runPage({
      record,
      judgement: judge(record),
      samples: ['<script>x'],
      novelty: { samples: 4, inTraining: 1, heldOut: 0, fresh: 3 },
    });
    expect(html).not.toMatch(OUTSIDE);
    expect(html).toContain('&lt;script&gt;x');
    expect(html).toContain('3 (75 %)');
    expect(html).toContain('prefers-color-scheme: dark');
    for (const title of ['Loss (nats)', 'Gradient norm', 'Learning rate', 'Throughput', 'Is this normal?', '28,315'])
      expect(html).toContain(title);
  });

  it('says whether it is normal', async () => {
    const [normal, bad] = [judge(await read()), judge(await read(0.3))];
    expect(normal && judgementText(normal)).toMatch(/^Yes: its loss is where 3 runs of the preset words on names were, at 4 of 4 steps/);
    expect(bad && judgementText(bad)).toMatch(/^No: at step \d/);
    expect(runPage({ record: await read(0.3), judgement: bad })).toContain('verdict bad');
  });
});

describe('the page of several runs', () => {
  it('shows them over each other, with what they do not share', async () => {
    const storage = await storageWithRuns({ 'runs/a': events(), 'runs/bb': events(0.1) });
    const records = [await readRunRecord(storage, 'runs/a'), await readRunRecord(storage, 'runs/bb')];
    expect(differingSettings(records)).toEqual([{ name: 'training.seed', values: ['6', '7'] }]);
    const html = comparisonPage(records.map((record) => ({ record })));
    expect(html).not.toMatch(OUTSIDE);
    expect(html).toContain('Validation loss');
  });

  it('calls them by what is different in their paths', () => {
    expect(shortNames(['runs/x/a', 'runs/x/b'])).toEqual(['a', 'b']);
    expect(shortNames(['runs/a'])).toEqual(['a']);
    expect(shortNames(['a/x', 'b/x'])).toEqual(['a/x', 'b/x']);
  });
});
