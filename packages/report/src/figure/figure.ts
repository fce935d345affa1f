import { type Content, element, type Markup, render } from './markup.js';
import { adaptiveFigureStyle, figureStyle, type Scheme } from './style.js';

/** A picture, whatever it will be part of. */
export interface Figure {
  readonly width: number;
  readonly height: number;
  /** What it is, for readers who do not see it: the SVG's title. */
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly description: string;
  readonly content: Content;
}

/** A figure inside a page, whose style sheet holds the figures' rules. It shrinks with the page. */
export function inlineSvg({ width, height, title, description, content }: Figure): Markup {
  return element(
    'svg',
    { class: 'figure', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': `${title}. ${description}` },
    content,
  );
}

/**
 * A figure as a file of its own.
 * @param scheme 'auto' follows the reader; a fixed one also suits renderers that know no media queries
 */
export function standaloneSvg({ width, height, title, description, content }: Figure, scheme: Scheme | 'auto' = 'auto'): string {
  const style = scheme === 'auto' ? adaptiveFigureStyle() : figureStyle(scheme);
  return `${render(
    element(
      'svg',
      { xmlns: 'http://www.w3.org/2000/svg', class: 'figure', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' },
      element('title', {}, title),
      element('desc', {}, description),
      element('style', {}, { markup: style }),
      element('rect', { class: 'paper', width, height }),
      content,
    ),
  )}\n`;
}
