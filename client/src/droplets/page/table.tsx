// A table that sorts by a click on a column's title, copies as rows and columns, and shows the first rows of many.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ask, number, remember, remembered, t } from './host';

interface Column<Row> {
  title: string;
  /** As it is shown and copied. */
  text(row: Row): string;
  /** What it is sorted by; numbers stand to the right. Without it, the text. */
  value?(row: Row): number;
  /** Instead of the text. */
  cell?(row: Row): ComponentChildren;
}

interface Properties<Row> {
  /** Also the name under which its order is remembered. */
  id: string;
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
}

const mostRows = 20;

export function Table<Row>({ id, caption, columns, rows }: Properties<Row>) {
  const [sort, setSort] = useState(remembered().sort?.[id]);
  const [whole, setWhole] = useState(remembered().whole?.includes(id) ?? false);
  const sorted = sort && columns[sort.column] ? sortedBy(rows, columns[sort.column]!, sort.descending) : rows;
  const shown = whole ? sorted : sorted.slice(0, mostRows);
  const sortBy = (column: number) => {
    const numbers = columns[column]?.value !== undefined;
    const next = { column, descending: sort?.column === column ? !sort.descending : numbers };
    setSort(next);
    remember({ sort: { ...remembered().sort, [id]: next } });
  };
  const showAll = () => {
    setWhole(true);
    remember({ whole: [...(remembered().whole ?? []), id] });
  };
  return (
    <div class="table">
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, value }, column) => (
              <th
                key={column}
                scope="col"
                class={value && 'number'}
                aria-sort={sort?.column === column ? (sort.descending ? 'descending' : 'ascending') : undefined}
              >
                <button class="title" onClick={() => sortBy(column)}>
                  {title}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, i) => (
            <tr key={i}>
              {columns.map(({ text, value, cell }, column) => (
                <td key={column} class={value && 'number'}>
                  {cell ? cell(row) : text(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="after">
        {shown.length < sorted.length && (
          <button class="link" onClick={showAll}>
            {t('showAll', number(sorted.length))}
            <span class="unseen"> {caption}</span>
          </button>
        )}
        <button class="link" onClick={() => ask({ kind: 'copy', text: tabbed(columns, sorted) })}>
          {t('copy')}
          <span class="unseen"> {caption}</span>
        </button>
      </p>
    </div>
  );
}

function sortedBy<Row>(rows: Row[], { text, value }: Column<Row>, descending: boolean): Row[] {
  const compare = value
    ? (a: Row, b: Row) => value(a) - value(b)
    : (a: Row, b: Row) => text(a).localeCompare(text(b), undefined, { numeric: true });
  const sorted = [...rows].sort(compare);
  return descending ? sorted.reverse() : sorted;
}

/** For a spreadsheet; numbers as they are, not rounded to a unit. */
const tabbed = <Row,>(columns: Column<Row>[], rows: Row[]): string =>
  [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text, value }) => (value ? String(value(row)) : text(row)))),
  ]
    .map((cells) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n');
