/**
 * GPT-2's way to write bytes as letters: those that can be seen stand for themselves, the others for the letters from
 * U+0100 on, in order.
 */
export const BYTE_LETTERS: readonly string[] = (() => {
  const isVisible = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isVisible(byte) ? byte : next++));
})();
