import { describe, expect, it } from 'vitest';
import { barChart } from './bar-chart.js';
import { type Figure, inlineSvg, standaloneSvg } from './figure.js';
import { heatMap } from './heat-map.js';
import { histogramChart } from './histogram-chart.js';
import { lineChart } from './line-chart.js';
import { element, render } from './markup.js';
import { extent, linearScale, logScale } from './scale.js';
import { scatterChart } from './scatter-chart.js';

const named = { title: 'A & B', description: 'what <is> shown' };
const drawn = (figure: Figure) => inlineSvg(figure).markup;
const count = (text: string, part: string) => text.split(part).length - 1;

describe('markup', () => {
  it('escapes text and attributes, and what XML does not allow', () => {
    expect(render(element('p', { title: '"<' }, 'a < b & c', undefined, false, 0))).toBe('<p title="&quot;&lt;">a &lt; b &amp; c0</p>');
    expect(render('\u0000\ud800 \u{1f600}\n')).toBe('\ufffd\ufffd \u{1f600}\n');
  });
});

describe('scales', () => {
  it('map a domain to a range, with ticks that are easy to read', () => {
    const scale = linearScale({ domain: [0, 1], range: [100, 0], count: 5 });
    expect([scale(0), scale(0.25), scale(1)]).toEqual([100, 75, 0]);
    expect(scale.ticks.map(({ label }) => label)).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(linearScale({ domain: [0, 23_000], range: [0, 1], count: 3 }).ticks.map(({ label }) => label)).toEqual(['0', '10k', '20k']);
  });

  it('put equal ratios equally far apart', () => {
    const scale = logScale({ domain: [0.01, 100], range: [0, 4] });
    expect([scale(0.1), scale(10)].map((place) => Number(place.toFixed(9)))).toEqual([1, 3]);
    expect(scale.ticks.map(({ label }) => label)).toContain('0.1');
  });

  it('have room around a single value, and something to show of none', () => {
    expect(extent([2, 2])).toEqual([1, 3]);
    expect(extent([])).toEqual([0, 1]);
    expect(extent([1, Number.NaN, 4])).toEqual([1, 4]);
  });
});

describe('a line chart', () => {
  const points = [1, 2, Number.NaN, 4, 5].map((y, x) => ({ x, y }));

  it('breaks a line where a value is missing', () => {
    const path = /class="line" d="([^"]*)"/.exec(drawn(lineChart({ ...named, series: [{ label: 'a', points }] })))?.[1] ?? '';
    expect(count(path, 'M')).toBe(2);
    expect(count(path, 'L')).toBe(2);
  });

  it('names its series where there are several', () => {
    const one = lineChart({ ...named, series: [{ label: 'only', points }] });
    const two = lineChart({
      ...named,
      series: [
        { label: 'first', points },
        { label: 'second', points, style: 'marks' },
      ],
    });
    expect(drawn(one)).not.toContain('>only</text>');
    expect(drawn(two)).toContain('>second</text>');
    expect(count(drawn(two), '<circle')).toBe(4);
    expect(two.height).toBeGreaterThan(one.height);
  });

  it('draws what is usual behind the lines, as far as they go', () => {
    const band = [0, 2, 4, 100].map((x) => ({ x, low: 0, high: 6 }));
    const svg = drawn(lineChart({ ...named, series: [{ label: 'a', points }], area: { label: 'usual', points: band } }));
    const path = /class="fill band" d="([^"]*)"/.exec(svg)?.[1] ?? '';
    expect(count(path, 'L')).toBe(5); // the last step of the band is beyond the lines
    expect(svg).toContain('>usual</text>');
    const cut = lineChart({
      ...named,
      series: [{ label: 'a', points }],
      area: { label: 'usual', points: [band[0], band[3]].flatMap((point) => point ?? []) },
    });
    expect(count(/class="fill band" d="([^"]*)"/.exec(drawn(cut))?.[1] ?? '', 'L')).toBe(3);
  });

  it('draws nothing of nothing', () => {
    expect(drawn(lineChart({ ...named, series: [] }))).toContain('A &amp; B');
  });
});

describe('other charts', () => {
  it('have a cell, a bar, a label for every value', () => {
    const map = drawn(
      heatMap({
        ...named,
        values: [
          [1, -0.5],
          [0, 0.25],
        ],
        rowLabels: ['x', 'y'],
        columnLabels: ['p', 'q'],
      }),
    );
    expect(count(map, 'z')).toBe(3); // a zero shows the paper
    expect(map).toContain('class="s1"');
    expect(count(drawn(histogramChart({ ...named, histogram: { low: 0, high: 4, counts: [1, 0, 2, 1] } })), '<rect')).toBe(3);
    const bars = [
      { label: 'a.weight', value: 0.1, text: '0.1' },
      { label: 'b.weight', value: 0, text: '0' },
    ];
    expect(count(drawn(barChart({ ...named, bars, log: true })), '<rect')).toBe(1);
    expect(drawn(scatterChart({ ...named, points: [{ x: 1, y: 2, label: '<end>' }] }))).toContain('&lt;end&gt;');
  });
});

describe('a figure of its own', () => {
  const figure = lineChart({ ...named, series: [{ label: 'a', points: [{ x: 0, y: 1 }] }] });

  it('says what it is and looks right on dark paper too', () => {
    const svg = standaloneSvg(figure);
    expect(svg).toContain('<title>A &amp; B</title><desc>what &lt;is&gt; shown</desc>');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(standaloneSvg(figure, 'light')).not.toContain('@media');
  });
});
