/** How figures look, as CSS: a light scheme, and a dark one where the reader prefers it. */

export type Scheme = 'light' | 'dark';

/** Told apart with colour-blind eyes as well (after Okabe and Ito), on white and on near-black. */
const SERIES: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#0b6fb8', '#d1591b', '#00875f', '#9b4d96', '#a67c00', '#3f51b5', '#b3264a', '#557a2b'],
  dark: ['#5ab4f0', '#ff9a62', '#3ecf9f', '#d99ad4', '#e6c04a', '#9aa8ff', '#ff7f9f', '#a9d07a'],
};

export const SERIES_COLOURS = SERIES.light.length;

const INK: Readonly<Record<Scheme, Readonly<Record<'text' | 'soft' | 'grid' | 'paper', string>>>> = {
  light: { text: '#1c2430', soft: '#5b6675', grid: '#dfe3e8', paper: '#ffffff' },
  dark: { text: '#e6e9ee', soft: '#9aa5b4', grid: '#333b47', paper: '#14181f' },
};

/** Rules with plain colours: also for renderers that know no variables and no media queries. */
export function figureStyle(scheme: Scheme): string {
  const { text, soft, grid, paper } = INK[scheme];
  const series = SERIES[scheme].map(
    (colour, index) => `.figure .s${index} .line{stroke:${colour}} .figure .s${index} .fill{fill:${colour}}`,
  );
  return [
    `.figure{font:13px ui-sans-serif,system-ui,"Segoe UI","DejaVu Sans","Liberation Sans",Arial,sans-serif}`,
    `.figure text{fill:${soft};font-size:12px} .figure .title{fill:${text};font-size:14px;font-weight:600} .figure .strong{fill:${text}}`,
    `.figure .grid{stroke:${grid};stroke-width:1} .figure .paper{fill:${paper}}`,
    `.figure .line{fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round} .figure .faint{opacity:.25} .figure .band{opacity:.22}`,
    ...series,
  ].join('\n');
}

/** The rules of both schemes; the reader's preference chooses. */
export function adaptiveFigureStyle(): string {
  return `${figureStyle('light')}\n@media (prefers-color-scheme: dark){\n${figureStyle('dark')}\n}`;
}
