/**
 * The characters that stand for bytes in GPT-2's vocabulary file and in every `ByteLevel` tokenizer since: printable bytes
 * are themselves, the others are numbered from U+0100 on.
 */
export function byteAlphabet(): readonly string[] {
  let next = 0x100;
  return Array.from({ length: 0x100 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++));
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}
