import type { Plugin } from '@prattle/core';
import { dialogs } from './dialogs/plugin.js';
import { namedDatasets } from './named/plugins.js';
import { shards } from './shards/plugin.js';
import { table } from './table/plugin.js';
import { text } from './text/plugin.js';
import { textToNumber } from './text-to-number/plugin.js';
import { words } from './words/plugin.js';

export { type ChatPrompt, chatPrompt, REPLY_END } from './dialogs/chat-prompt.js';
export { type Message, ROLES, type Role } from './dialogs/message.js';
export { dialogs } from './dialogs/plugin.js';
export { taggedDialog } from './dialogs/tagged-text.js';
export type { DatasetErrorCode } from './errors.js';
export { type Download, type DownloadOptions, download } from './fetch/download.js';
export { type DataFile, downloadableData, fetchDataset } from './fetch/fetch-dataset.js';
export { decodeFiles } from './files/decode.js';
export type { SourceFile } from './files/source-file.js';
export { type Inference, type InferenceContext, inferDataset } from './infer.js';
export { namedDatasets } from './named/plugins.js';
export { readData } from './read-data.js';
export { readExamples } from './rows/read-examples.js';
export { shards } from './shards/plugin.js';
export { type PrepareShardsOptions, prepareShards } from './shards/prepare-shards.js';
export { type ShardSettings, shardSettings } from './shards/settings.js';
export { table } from './table/plugin.js';
export { text } from './text/plugin.js';
export { textToNumber } from './text-to-number/plugin.js';
export { words } from './words/plugin.js';

/** Every dataset of this package: the kinds that read files, and those that are known by name. */
export default function datasets(): Plugin {
  return { name: '@prattle/datasets', datasets: [text, shards, words, table, textToNumber, dialogs, ...namedDatasets] };
}
