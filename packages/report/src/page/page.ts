import { type Content, element, type Markup, render } from '../figure/markup.js';
import { adaptiveFigureStyle } from '../figure/style.js';
import { PAGE_STYLE } from './style.js';

/** A part of a page under a heading of its own. */
export interface Section {
  readonly heading: string;
  readonly content: Content;
}

export interface PageOptions {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle?: string;
  readonly sections: readonly (Section | undefined)[];
}

/** A whole HTML document that needs nothing else: no network, no scripts; light or dark as the reader prefers. */
export function page({ title, subtitle, sections }: PageOptions): string {
  const body = element(
    'main',
    {},
    element('header', {}, element('h1', {}, title), subtitle !== undefined && element('p', {}, subtitle)),
    sections.map((section) => section && element('section', {}, element('h2', {}, section.heading), section.content)),
    element('footer', {}, 'Made with Prattle.'),
  );
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('title', {}, title),
    element('style', {}, { markup: `${PAGE_STYLE}\n${adaptiveFigureStyle()}` }),
  );
  return `<!doctype html>\n${render(element('html', { lang: 'en' }, head, element('body', {}, body)))}\n`;
}

type Cell = string | number | Markup | undefined;

/** A table with a head. Columns of numbers stand right; it scrolls sideways where there is no room. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  const classes = head.map((_, column) => (rows.length > 0 && rows.every((row) => isNumber(row[column])) ? 'number' : undefined));
  const row = (tag: 'th' | 'td', cells: readonly Cell[]) =>
    element(
      'tr',
      {},
      cells.map((cell, column) => element(tag, { class: classes[column] }, cell ?? '–')),
    );
  return element(
    'div',
    { class: 'wide' },
    element(
      'table',
      {},
      element('thead', {}, row('th', head)),
      element(
        'tbody',
        {},
        rows.map((cells) => row('td', cells)),
      ),
    ),
  );
}

function isNumber(value: Cell): boolean {
  return (
    typeof value === 'number' ||
    value === undefined ||
    (typeof value === 'string' && /^[-+−]?[\d.,]+(e[-+]?\d+)?( ?(%|[kMG]?i?B|[kMG]))?$/.test(value))
  );
}

/** Names and values side by side, as many in a row as fit. */
export function facts(entries: readonly (readonly [name: string, value: string | undefined])[]): Markup {
  return element(
    'dl',
    { class: 'facts' },
    entries.flatMap(([name, value]) =>
      value === undefined ? [] : [element('div', {}, element('dt', {}, name), element('dd', {}, value))],
    ),
  );
}

/** A verdict in a box: good or bad. */
export function verdict(good: boolean, text: string, details: readonly string[] = []): Markup {
  return element(
    'div',
    { class: good ? 'verdict good' : 'verdict bad' },
    element('p', {}, element('strong', {}, text)),
    details.length > 0 &&
      element(
        'ul',
        {},
        details.map((detail) => element('li', {}, detail)),
      ),
  );
}

/** Pictures beside each other as far as there is room. */
export function gallery(pictures: readonly Markup[], kind: 'large' | 'small' = 'large'): Markup {
  return element(
    'div',
    { class: `gallery ${kind}` },
    pictures.map((picture) => element('figure', {}, picture)),
  );
}
