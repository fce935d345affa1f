import { describe, expect, it } from 'vitest';
import models from './index.js';

const recorded = (models().models ?? []).flatMap((plugin) =>
  Object.entries(plugin.bands ?? {}).map(([preset, band]) => ({ name: `${plugin.name} ${preset}`, plugin, preset, band })),
);

describe.each(recorded)('the reference band of $name', ({ plugin, preset, band }) => {
  it('is of this preset as it is today', () => {
    expect(Object.keys(plugin.presets)).toContain(preset);
    expect(plugin.config.parse(plugin.presets[preset]?.model ?? {})).toMatchObject(band.settings.model);
    for (const [name, value] of Object.entries(plugin.presets[preset]?.run ?? {})) {
      if (name in band.settings.training) expect([name, band.settings.training[name]]).toEqual([name, value]);
    }
  });

  it('comes from several seeds and shows that the loss falls', () => {
    expect(new Set(band.seeds).size).toBeGreaterThanOrEqual(3);
    const steps = band.points.map(({ step }) => step);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    expect(band.points.every(({ low, high }) => low <= high)).toBe(true);
    expect(band.points.at(-1)?.high).toBeLessThan(band.points[0]?.low ?? 0);
  });
});
