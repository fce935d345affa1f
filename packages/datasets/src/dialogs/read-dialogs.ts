import { datasetError } from '../errors.js';
import { decodeFile } from '../files/decode.js';
import type { SourceFile } from '../files/source-file.js';
import { formatOf } from '../rows/format.js';
import { readValues } from '../rows/read-rows.js';
import { type Dialog, dialogIn, ROLES } from './message.js';
import { looksTagged, parseTagged } from './tagged-text.js';

/** All dialogs of these files, tagged text or JSON (lines). @throws DatasetError 'bad-dialog', 'empty' */
export async function readDialogs(files: readonly SourceFile[]): Promise<Dialog[]> {
  const dialogs: Dialog[] = [];
  for (const file of files) dialogs.push(...(await readFile(file)));
  if (dialogs.length > 0) return dialogs;
  const names = files.map((file) => file.name).join(', ');
  throw datasetError('empty', `${names} has no dialogs`, 'Give a file with <user>…</user><assistant>…</assistant><eot>, or JSON lines');
}

async function readFile(file: SourceFile): Promise<Dialog[]> {
  const format = formatOf(file);
  if (format !== 'json' && format !== 'jsonl') {
    const text = [...decodeFile(file)].join('');
    if (looksTagged(text)) return parseTagged(text, file.name);
  }
  return (await readValues([file])).map((value, index) => {
    const dialog = dialogIn(value);
    if (dialog) return dialog;
    throw datasetError(
      'bad-dialog',
      `Entry ${index + 1} of ${file.name} is no dialog`,
      `Write {"messages": [{"role": "user", "content": "hi"}, …]} with roles of ${ROLES.join(', ')}`,
    );
  });
}
