/** A token as it can be seen where it stands alone. */
export function visible(token: string): string {
  return token.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥') || '∅';
}
