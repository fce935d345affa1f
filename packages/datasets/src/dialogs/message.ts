import { isRow } from '../rows/row.js';

/** Who may speak. */
export const ROLES = ['system', 'user', 'assistant'] as const;

export type Role = (typeof ROLES)[number];

export interface Message {
  readonly role: Role;
  readonly content: string;
}

export type Dialog = readonly Message[];

/** The messages of `{"messages": [{"role", "content"}, …]}`, or of the bare list; `undefined` for anything else. */
export function dialogIn(value: unknown): Dialog | undefined {
  const messages = isRow(value) ? value.messages : value;
  if (!Array.isArray(messages) || messages.length === 0) return undefined;
  return messages.every(isMessage) ? messages.map(({ role, content }) => ({ role, content })) : undefined;
}

function isMessage(value: unknown): value is Message {
  return isRow(value) && ROLES.some((role) => role === value.role) && typeof value.content === 'string';
}
