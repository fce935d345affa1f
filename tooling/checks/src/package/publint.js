import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/**
 * @param {Uint8Array<ArrayBuffer>} tarball
 * @param {Record<string, any>} manifest of the package, for the wording
 * @returns {Promise<string[]>} errors and warnings; suggestions are left alone
 */
export async function publintFindings(tarball, manifest) {
  const { messages } = await publint({ pack: { tarball: tarball.buffer }, level: 'warning', strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, manifest, { color: false }) ?? message.code}`);
}
