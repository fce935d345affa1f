import { type ConfigValues, defineConfig, integer, number } from '@prattle/core';

export const config = defineConfig({
  order: integer({
    default: 5,
    min: 1,
    max: 5,
    describe: 'Length of the counted sequences; the last token is predicted from those before it',
  }),
  strength: number({ default: 1, min: 0.001, describe: 'Weight of the shorter contexts, in counts' }),
  capacity: integer({ default: 262_144, min: 1, describe: 'Most different sequences that are kept; the rarest go first' }),
});

export type NgramConfig = ConfigValues<typeof config>;
