import { measure, type Report } from './measure.js';
import { notebook, type Setting, type Side, type SideName } from './setting.js';
import { openJaxSide } from './sides/jax-side.js';
import { openTfjsSide } from './sides/tfjs-sides.js';

/** What the page gives to whoever drives it. */
export interface Benchmark {
  run(changes?: Partial<Setting>): Promise<Report>;
}

const status = element('status');
const table = document.querySelector('table') as HTMLTableElement;

async function run(changes: Partial<Setting> = {}): Promise<Report> {
  const setting = { ...notebook, ...changes };
  status.textContent = 'Compiling…';
  const sides: Side[] = [];
  try {
    for (const name of setting.sides) sides.push(await openSide(name, setting));
    const report = await measure(setting, sides, (done, of) => {
      status.textContent = `Step ${done + 1} of ${of}…`;
    });
    show(report);
    return report;
  } finally {
    for (const side of sides) side.dispose();
  }
}

function openSide(name: SideName, setting: Setting): Promise<Side> {
  return name === 'jax-js' ? openJaxSide(setting) : openTfjsSide(name, setting);
}

function show(report: Report): void {
  status.textContent = `Done, on ${report.device}.`;
  const own = report.rows.find(({ side }) => side === 'prattle')?.milliseconds.median ?? Number.NaN;
  const body = table.tBodies[0] as HTMLTableSectionElement;
  body.replaceChildren(
    ...report.rows.map(({ side, milliseconds, javascript, lastLoss }) => {
      const row = document.createElement('tr');
      const cells = [
        side,
        milliseconds.median.toFixed(1),
        javascript.toFixed(2),
        `${(milliseconds.median / own).toFixed(2)}×`,
        lastLoss.toFixed(4),
      ];
      row.append(
        ...cells.map((text) => {
          const cell = document.createElement('td');
          cell.textContent = text;
          return cell;
        }),
      );
      return row;
    }),
  );
  table.hidden = false;
  element('report').textContent = JSON.stringify(report, null, 2);
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}.`);
  return found;
}

element('run').addEventListener('click', () => {
  run().catch((error: unknown) => {
    status.textContent = error instanceof Error ? error.message : String(error);
  });
});

Object.assign(globalThis, { benchmark: { run } satisfies Benchmark });
