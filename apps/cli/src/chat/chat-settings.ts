import { type ConfigValues, defineConfig, number } from '@prattle/core';
import { writeSettings } from '@prattle/runs';
import { samplingSettings } from '@prattle/sampling';

/** What can be set of replies. */
export const chatSettings = defineConfig({
  tokens: writeSettings.settings.tokens,
  ...samplingSettings.settings,
  // Below what `sample` takes: an answer should rather be right than new.
  temperature: number({ ...samplingSettings.settings.temperature, default: 0.5 }),
  seed: writeSettings.settings.seed,
});

export type ChatSettings = ConfigValues<typeof chatSettings>;
