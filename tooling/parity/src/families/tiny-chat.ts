import tinyChat from '@prattle/models/tiny-chat';
import { type Family, size, vocabularySize } from './family.js';

export const tinyChatFamily: Family = {
  fixtures: ['tiny_chat'],
  experiment: ({ description }) => ({
    plugin: tinyChat(),
    config: { width: size(description, 'width') },
    data: { vocabularySize: vocabularySize(description), contextLength: size(description, 'max_len') },
  }),
};
