import { type DatasetPlugin, defineConfig, encodeText, sha256 } from '@prattle/core';
import { datasetError } from '../errors.js';
import { ShardsDataset } from './shards-dataset.js';
import { readIndex, TokenShards } from './token-shards.js';

const config = defineConfig({});

/** A corpus that was encoded beforehand, as large as the disk. */
export const shards: DatasetPlugin<typeof config> = {
  name: 'shards',
  kind: 'shards',
  summary: 'A folder of tokens that `prattle data prepare` wrote; stays on the disk while it is learnt from.',
  tokenizer: 'own',
  config,
  async open(paths, _config, { storage, loadTokenizer }) {
    const [folder] = paths;
    if (folder === undefined || paths.length > 1)
      throw datasetError('nothing-named', 'Shards are one folder', 'Name the folder that holds shards.json');
    if (!loadTokenizer)
      throw datasetError(
        'bad-tokenizer',
        'Shards need their tokenizer, and nobody here can load it',
        'Give `loadTokenizer` when opening them',
      );
    const index = await readIndex(storage, folder);
    const own = await loadTokenizer(index.tokenizer);
    const hash = await sha256(encodeText(index.shards.map(({ sha256: sum }) => `${sum}\n`).join('')));
    return {
      name: folder,
      prepare({ tokenizer = own }) {
        if (JSON.stringify(tokenizer) !== JSON.stringify(own)) {
          throw datasetError(
            'bad-tokenizer',
            `The tokens in ${folder} are of another tokenizer than the model`,
            'Prepare the data with the tokenizer of the model',
          );
        }
        const dataset = new ShardsDataset(index, new TokenShards(storage, folder, index), tokenizer.vocabularySize, hash);
        return { dataset, tokenizer };
      },
    };
  },
};
