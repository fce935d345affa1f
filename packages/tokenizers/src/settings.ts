import { boolean } from '@prattle/core';

/** Shared by every tokenizer: items (words, dialogs) need it, running text does not. */
export function endSetting() {
  return boolean({ default: false, describe: 'Add a token that opens and closes items (id 0 for characters)' });
}
