import { datasetError } from '../errors.js';
import { type Dialog, type Message, ROLES, type Role } from './message.js';

const END = '<eot>';
const MESSAGE = new RegExp(`<(${ROLES.join('|')})>([^]*?)</\\1>`, 'g');

/** One message as text, a line of its own: `<user>hi</user>`. */
export function taggedMessage({ role, content }: Message): string {
  return `<${role}>${content}</${role}>\n`;
}

/** A whole dialog as text, as `parseTagged` reads it. */
export function taggedDialog(dialog: Dialog): string {
  return `${dialog.map(taggedMessage).join('')}${END}\n`;
}

/**
 * Dialogs in the text form: tagged messages, `<eot>` after each dialog.
 * @throws DatasetError 'bad-dialog' that names what stands outside of any message
 */
export function parseTagged(text: string, file: string): Dialog[] {
  return text.split(END).flatMap((block, index) => {
    const messages = [...block.matchAll(MESSAGE)].map(([, role, content]) => ({ role: role as Role, content: content ?? '' }));
    const outside = block.replace(MESSAGE, '').trim();
    if (outside === '') return messages.length > 0 ? [messages] : [];
    throw datasetError(
      'bad-dialog',
      `Dialog ${index + 1} of ${file} has ${JSON.stringify(outside.slice(0, 40))} outside of any message`,
      `Write every message as <role>…</role> with a role of ${ROLES.join(', ')}, and ${END} after each dialog`,
    );
  });
}

/** Whether a text begins as tagged dialogs do. */
export function looksTagged(beginning: string): boolean {
  return ROLES.some((role) => beginning.trimStart().startsWith(`<${role}>`));
}
