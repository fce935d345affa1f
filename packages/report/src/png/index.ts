import { UsageError } from '@prattle/core';
import { type Figure, type Scheme, standaloneSvg } from '../index.js';

/** Pixels to a unit of the figure: sharp on screens and in print. */
const PIXELS = 2;

/**
 * A figure as the bytes of a PNG file, drawn by `@resvg/resvg-js` (Node only; loaded here and nowhere else).
 * @throws UsageError when that package is not installed
 */
export async function figurePng(figure: Figure, scheme: Scheme = 'light'): Promise<Uint8Array> {
  const { Resvg } = await loadRenderer();
  const renderer = new Resvg(standaloneSvg(figure, scheme), {
    fitTo: { mode: 'width', value: figure.width * PIXELS },
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
  });
  return renderer.render().asPng();
}

async function loadRenderer(): Promise<typeof import('@resvg/resvg-js')> {
  try {
    return await import('@resvg/resvg-js');
  } catch (cause) {
    throw new UsageError({
      package: 'report',
      code: 'no-png',
      what: 'PNG files need the package @resvg/resvg-js, which is not installed',
      remedy: 'Install it (npm install @resvg/resvg-js), or write an SVG file instead.',
      cause,
    });
  }
}
