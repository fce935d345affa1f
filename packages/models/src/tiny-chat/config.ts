import { type ConfigValues, defineConfig, integer } from '@prattle/core';

export const config = defineConfig({
  width: integer({ default: 64, min: 1, describe: 'Numbers that stand for one token' }),
});

export type TinyChatConfig = ConfigValues<typeof config>;
