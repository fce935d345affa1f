import { visible } from './visible.js';

export interface BarRow {
  /** Names the row; spaces and line breaks are made visible. */
  readonly token: string;
  /** How far the bar is filled, 0 to 1. */
  readonly filled: number;
  /** How far it is outlined, 0 to 1. */
  readonly outlined?: number;
  /** What stands beside it: numbers to the right, words to the left. */
  readonly cells: readonly { readonly kind: 'number' | 'words'; readonly text: string }[];
}

export interface BarTableProps {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly BarRow[];
}

/** Tokens with a bar each. */
export function BarTable({ caption, heads, rows }: BarTableProps) {
  return (
    <table class="bars">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ token, filled, outlined, cells }, index) => (
          <tr key={index}>
            <th scope="row">{visible(token)}</th>
            <td class="bar">
              {outlined !== undefined && <span class="outline" style={{ width: `${100 * outlined}%` }} />}
              <span class="fill" style={{ width: `${100 * filled}%` }} />
            </td>
            {cells.map(({ kind, text }, column) => (
              <td key={column} class={kind}>
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
