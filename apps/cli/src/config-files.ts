/** What may list the plugins of a folder, in the order in which they are looked for. */
export const CONFIG_FILES = ['prattle.config.ts', 'prattle.config.js', 'prattle.config.mjs'] as const;
