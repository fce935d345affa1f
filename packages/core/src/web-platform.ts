import { UsageError } from './errors/kinds.js';

/** The parts of the web platform that Node and every browser share, and that the plain ECMAScript types lack. */
interface WebPlatform {
  readonly crypto: { readonly subtle?: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> } };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
  readonly TextDecoder: new (label: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string };
  readonly performance: { now(): number };
  setTimeout(action: () => void, milliseconds: number): unknown;
  readonly MessageChannel: new () => { readonly port1: MessagePort; readonly port2: MessagePort };
}

interface MessagePort {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

export const web = globalThis as unknown as WebPlatform;

/**
 * SHA-256 in lower-case hexadecimal.
 * @throws UsageError in a page that was not loaded securely: browsers keep their cryptography from it
 */
export async function sha256(data: Uint8Array): Promise<string> {
  const { subtle } = web.crypto;
  if (subtle === undefined) {
    const remedy = 'Open the page over https, or from localhost.';
    throw new UsageError({ package: 'core', code: 'insecure-page', what: 'SHA-256 is not available to this page', remedy });
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', data));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Text as UTF-8. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new web.TextEncoder().encode(text);
}

/** @throws TypeError when the bytes are not UTF-8. A byte order mark is kept as a character. */
export function decodeText(bytes: Uint8Array): string {
  return new web.TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
