/** Markup that is finished: nothing in it is escaped again. */
export interface Markup {
  readonly markup: string;
}

/** What goes into an element: text is escaped; `undefined`, `null` and `false` are left out. */
export type Content = Markup | string | number | undefined | null | false | readonly Content[];

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Elements that HTML writes without an end tag. */
const VOID = new Set(['meta', 'br', 'hr']);

/** An element of SVG or HTML. Attributes that are `undefined` are left out; numbers are rounded to two digits. */
export function element(name: string, attributes: Attributes = {}, ...content: readonly Content[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeText(typeof value === 'number' ? coordinate(value) : String(value))}"`)
    .join('');
  if (VOID.has(name)) return { markup: `<${name}${written}>` };
  return { markup: `<${name}${written}>${render(content)}</${name}>` };
}

/** Content as text of the document. */
export function render(content: Content): string {
  if (content === undefined || content === null || content === false) return '';
  if (typeof content === 'string' || typeof content === 'number') return escapeText(String(content));
  if ('markup' in content) return content.markup;
  return content.map(render).join('');
}

/** Two digits after the point are finer than any screen. */
export function coordinate(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** Characters that XML does not allow at all are shown as what they are. */
function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu, '\ufffd');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
