// figure.ts -- what a figure is, and the first judgement of one that comes from outside.
//
// Owns      the kinds, the columns that each needs, and reading cells by the names of columns.
// Promises  what passed `read_figure` can be drawn: every row is as wide as the head and has cells of the right type.
import type { Cell } from '../download';
import type { Column } from '../table';

export const needed_columns = {
  bands: ['time', 'series', 'mean', 'q05', 'q25', 'q75', 'q95'],
  lines: ['x', 'series', 'value', 'low', 'high'],
  stacked: ['time', 'series', 'share'],
  sankey: ['t_from', 'from', 't_to', 'to', 'n', 'share'],
  survival: ['time', 'series', 'estimate', 'low', 'high', 'at_risk'],
  bars: ['name', 'series', 'value', 'low', 'high'],
  waterfall: ['name', 'value', 'low', 'high', 'role'],
  plane: ['strategy', 'effect', 'cost'],
  acceptability: ['wtp', 'strategy', 'proportion', 'is_on_frontier'],
  tornado: ['name', 'low', 'high', 'at_low', 'at_high', 'base'],
  diagram: ['track', 'from', 'to', 'label', 'law'],
  table: [],
} as const satisfies Record<string, readonly string[]>;

export type Kind = keyof typeof needed_columns;
export interface Mark { wtp?: number; x?: number; y?: number; label?: string }
/** `id` is unique in the page and made by it; `name` is the one in the data. */
export interface Figure {
  id: string; name: string; kind: Kind; title: string; caption: string; columns: Column[]; rows: Cell[][]; marks: Mark[]; file: string; is_log: boolean;
  /** Columns of text of which the reader chooses one value each. */
  pick: string[];
}

type Bag = Record<string, unknown>;
const is_bag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);

export const text_of = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
export const list_of = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const bags_of = (value: unknown): Bag[] => list_of(value).filter(is_bag);

function read_cell(value: unknown, type: Column['type']): Cell | undefined {
  if (value === null || value === undefined) return null;
  if (type === 'text') return typeof value === 'string' || typeof value === 'number' ? String(value) : typeof value === 'boolean' ? String(Number(value)) : undefined;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function read_marks(value: unknown): Mark[] {
  const number = (wish: unknown) => (typeof wish === 'number' && Number.isFinite(wish) ? wish : undefined);
  return bags_of(value).map((bag) => {
    const mark: Mark = { label: text_of(bag['label']) };
    for (const name of ['wtp', 'x', 'y'] as const) {
      const found = number(bag[name]);
      if (found !== undefined) mark[name] = found;
    }
    return mark;
  });
}

/** The figure in `value`, or a sentence that says what is wrong with it. */
export function read_figure(value: unknown): Figure | string {
  if (!is_bag(value)) return 'A figure of this report is no figure.';
  const title = text_of(value['title']);
  const name = `The figure '${title || text_of(value['id'])}' cannot be shown: `;
  const kind = text_of(value['kind']);
  if (!Object.hasOwn(needed_columns, kind)) return `${name}this page knows no kind '${kind}'.`;
  const columns: Column[] = bags_of(value['columns']).map((column) => ({
    name: text_of(column['name']), label: text_of(column['label']), unit: text_of(column['unit']), type: column['type'] === 'text' ? 'text' : 'number' }));
  if (columns.length === 0) return `${name}it has no columns.`;
  const missing = needed_columns[kind as Kind].filter((wish) => !columns.some((column) => column.name === wish));
  if (missing.length > 0) return `${name}the column ${missing.map((wish) => `'${wish}'`).join(', ')} is missing.`;
  const rows: Cell[][] = [];
  for (const [at, row] of list_of(value['rows']).entries()) {
    if (!Array.isArray(row) || row.length !== columns.length) return `${name}row ${at + 1} does not have ${columns.length} cells.`;
    const cells: Cell[] = [];
    for (const [place, column] of columns.entries()) {
      const cell = read_cell(row[place], column.type);
      if (cell === undefined) return `${name}row ${at + 1} has no ${column.type} in the column '${column.name}'.`;
      cells.push(cell);
    }
    rows.push(cells);
  }
  return {
    id: text_of(value['id']), name: text_of(value['id']), kind: kind as Kind, title, caption: text_of(value['caption']), columns, rows, marks: read_marks(value['marks']),
    file: text_of(value['file']), is_log: value['log'] === true,
    pick: list_of(value['pick']).map(text_of).filter((name) => columns.some((column) => column.name === name)) };
}

/** Cells of a figure by the names of its columns. */
export class Reader {
  private readonly places_ = new Map<string, number>();

  constructor(private readonly figure_: Figure) {
    figure_.columns.forEach((column, place) => { if (!this.places_.has(column.name)) this.places_.set(column.name, place); });
  }

  column(name: string): Column {
    return this.figure_.columns[this.places_.get(name) ?? -1] ?? { name, label: name, unit: '', type: 'number' };
  }

  private cell_(row: readonly Cell[], name: string): Cell {
    return row[this.places_.get(name) ?? -1] ?? null;
  }

  number(row: readonly Cell[], name: string): number | null {
    const cell = this.cell_(row, name);
    return typeof cell === 'number' ? cell : null;
  }

  text(row: readonly Cell[], name: string): string {
    const cell = this.cell_(row, name);
    return cell === null ? '' : String(cell);
  }
}

const name_columns: Partial<Record<Kind, readonly string[]>> = {
  bands: ['series'], lines: ['series'], stacked: ['series'], survival: ['series'], bars: ['series'], sankey: ['from', 'to'], plane: ['strategy'],
  acceptability: ['strategy'] };

/** The names that have a colour in this figure, in the order of their first appearance. */
export function names_in(figure: Figure): string[] {
  const reader = new Reader(figure);
  const found = new Set<string>();
  for (const row of figure.rows) for (const column of name_columns[figure.kind] ?? []) found.add(reader.text(row, column));
  return [...found];
}

/** What there is to choose in the column `name`, in the order of first appearance. */
export function choices(figure: Figure, name: string): string[] {
  const reader = new Reader(figure);
  return [...new Set(figure.rows.map((row) => reader.text(row, name)))];
}

/** The part of a figure whose rows have the chosen values; its columns of choice are left out of sight only. */
export function picked(figure: Figure, chosen: ReadonlyMap<string, string>): Figure {
  if (chosen.size === 0) return figure;
  const reader = new Reader(figure);
  return { ...figure, rows: figure.rows.filter((row) => [...chosen].every(([name, value]) => reader.text(row, name) === value)) };
}

/** Rows by the name in `column`, in the order of first appearance. */
export function groups(figure: Figure, column: string): Map<string, Cell[][]> {
  const reader = new Reader(figure);
  const found = new Map<string, Cell[][]>();
  for (const row of figure.rows) {
    const name = reader.text(row, column);
    const group = found.get(name);
    if (group) group.push(row);
    else found.set(name, [row]);
  }
  return found;
}
