import { useState } from 'preact/hooks';
import { useAnswer } from '../../app/use-answer.js';
import type { Lab } from '../../lab/client.js';
import { Problem } from '../../parts/problem.js';

const COLUMNS = ['CPU', 'RAM', 'DISK', 'efficiency'] as const;
const TARGET = 'efficiency';
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** The data of the regression notebook, and a computer that is not in it. */
const KNOWN: readonly Row[] = [
  { CPU: '8', RAM: '32', DISK: '1000', efficiency: '2.5' },
  { CPU: '16', RAM: '64', DISK: '2000', efficiency: '4.7' },
  { CPU: '32', RAM: '128', DISK: '4000', efficiency: '8.9' },
];
const ASKED: Row = { CPU: '24', RAM: '96', DISK: '3000', efficiency: '' };

const STEPS = 400;
/** Milliseconds that typing has to rest before it learns anew. */
const REST = 150;

/** A table that is learnt anew with every change. */
export function TablePanel({ lab }: { readonly lab: Lab }) {
  const [rows, setRows] = useState<readonly Row[]>([...KNOWN, ASKED]);
  const order = { rows: rows.map(numbersOf), target: TARGET, steps: STEPS };
  const { value, error, waiting } = useAnswer(() => lab.ask('learnTable', [order]), [lab, JSON.stringify(order)], REST);
  const change = (index: number, column: string, cell: string) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, [column]: cell } : row)));
  return (
    <section aria-labelledby="table">
      <h2 id="table">A table</h2>
      <p>
        The three computers of the regression notebook. A small network learns every row that has an efficiency, anew with every change, and
        says what it thinks of each. Leave an efficiency empty to ask.
      </p>
      {error && <Problem text={error} />}
      <div class="scroll">
        <table class="editable" aria-busy={waiting}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">prediction</th>
              <th scope="col">error</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => {
              const prediction = value?.predictions[index];
              const truth = Number.parseFloat(row.efficiency);
              return (
                <tr key={index}>
                  {COLUMNS.map((column) => (
                    <td key={column}>
                      <input
                        inputMode="decimal"
                        aria-label={`${column} of row ${index + 1}`}
                        value={row[column]}
                        placeholder={column === TARGET ? 'unknown' : ''}
                        onInput={(event) => change(index, column, event.currentTarget.value)}
                      />
                    </td>
                  ))}
                  <td class="number" data-prediction={index}>
                    {prediction === undefined ? '–' : prediction.toFixed(2)}
                  </td>
                  <td class="number">{prediction === undefined || Number.isNaN(truth) ? '–' : Math.abs(prediction - truth).toFixed(2)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div class="row">
        <button type="button" onClick={() => setRows([...rows, ASKED])}>
          Add a row
        </button>
        <button type="button" disabled={rows.length < 2} onClick={() => setRows(rows.slice(0, -1))}>
          Remove the last
        </button>
        <button type="button" onClick={() => setRows([...KNOWN, ASKED])}>
          As it was
        </button>
      </div>
    </section>
  );
}

/** What is no number is not known. */
function numbersOf(row: Row): Record<string, number | null> {
  return Object.fromEntries(
    COLUMNS.map((column) => {
      const number = Number.parseFloat(row[column]);
      return [column, Number.isNaN(number) ? null : number];
    }),
  );
}
