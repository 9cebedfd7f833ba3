// table.ts -- tables that people can sort, and that do not slow the page however long they are.
//
// Owns      order, and how many rows are in the page at a time.
import type { Cell } from './download';
import { add, button, make } from './dom';
import { count_text, is_share, label_text, number_text } from './words';

export interface Column { name: string; label: string; unit: string; type: 'number' | 'text' }

const first_rows = 100;
const more_rows = 500;
const most_on_paper = 2000;

/** How a cell is written; shares stay numbers, as in the files. */
function cell_text(cell: Cell, column: Column): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return is_share(column.unit) ? `${number_text(cell * 100, 'fine')} %` : number_text(cell, 'fine');
}

/** Missing last, numbers by size, texts by letters. */
function compare(left: Cell, right: Cell): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
}

/** A table of `rows`; `caption` says to listeners what it is. */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[], caption: string): HTMLElement {
  const body = make('tbody');
  const note = make('p', { class: 'table-note', role: 'status' });
  const more = button('Show more rows', () => { shown = Math.min(order.length, shown + more_rows); fill(); }, { class: 'quiet' });
  const heads = columns.map((column, place) => make('th', { scope: 'col', 'aria-sort': 'none', class: column.type },
    button(label_text(column.label || column.name, column.unit), () => sort(place)),
    // Heads that are repeated on the next page of paper lose their buttons.
    make('span', { class: 'on-paper', 'aria-hidden': 'true' }, label_text(column.label || column.name, column.unit))));
  let order = rows.map((_, place) => place);
  let shown = Math.min(rows.length, first_rows);
  let sorted = { place: -1, is_up: true };

  function fill(): void {
    body.replaceChildren(...order.slice(0, shown).map((at) => make('tr', {}, ...columns.map((column, place) => {
      const text = cell_text(rows[at]?.[place] ?? null, column);
      return place === 0 ? make('th', { scope: 'row', class: column.type }, text) : make('td', { class: column.type }, text);
    }))));
    more.hidden = shown >= rows.length;
    note.textContent = shown < rows.length ? `${number_text(shown, 'fine')} of ${count_text(rows.length, 'row')} are shown.` : '';
  }

  function sort(place: number): void {
    sorted = { place, is_up: sorted.place === place ? !sorted.is_up : true };
    const sign = sorted.is_up ? 1 : -1;
    order = rows.map((_, at) => at).sort((left, right) => {
      const [a, b] = [rows[left]?.[place] ?? null, rows[right]?.[place] ?? null];
      return (a === null || b === null ? compare(a, b) : sign * compare(a, b)) || left - right;
    });
    heads.forEach((head, at) => head.setAttribute('aria-sort', at !== place ? 'none' : sorted.is_up ? 'ascending' : 'descending'));
    fill();
  }

  fill();
  // Paper has no button for more of them.
  window.addEventListener('beforeprint', () => { if (shown < Math.min(rows.length, most_on_paper)) { shown = Math.min(rows.length, most_on_paper); fill(); } });
  const scroll = make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Table: ${caption}` },
    make('table', {}, make('caption', { class: 'hidden' }, caption), make('thead', {}, make('tr', {}, ...heads)), body));
  const all = make('div', { class: 'data-table' });
  add(all, scroll, note, more);
  return all;
}
