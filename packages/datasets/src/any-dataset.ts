import type { DatasetPlugin } from '@prattle/core';

// biome-ignore lint/suspicious/noExplicitAny: datasets of different settings, each used through its own schema
export type AnyDataset = DatasetPlugin<any>;
