// figure_view.ts -- a figure in a page: finding, drawing, legend, caption, table and downloads.
//
// Owns      when it is drawn: once it comes into view, when width or colours change, and before it is printed.
import { Chart, svg_text } from './chart';
import { csv_text, file_name, hand_out } from './download';
import { button, make } from './dom';
import { drawing_of, is_charted, key_text, swatch_kind } from './figures/build';
import { diagram_elements, diagram_file } from './figures/diagram';
import { choices, names_in, picked } from './figures/figure';
import type { Figure } from './figures/figure';
import { legend } from './legend';
import type { Palette } from './palette';
import { table } from './table';
import { colours, is_paper, paper_colours } from './theme';
import { count_text, short } from './words';

const paper_width = 660;
const most_rows_on_paper = 12;
const file_width = 900;

export class FigureView {
  readonly element: HTMLElement;
  private readonly host_ = make('div', { class: 'chart' });
  private readonly legend_ = make('div');
  private readonly details_: HTMLDetailsElement;
  private readonly hidden_ = new Set<string>();
  private readonly chosen_ = new Map<string, string>();
  /** What is drawn and listed: the figure, or the part of it that was chosen. */
  private shown_: Figure;
  private palette_: Palette;
  private chart_: Chart | null = null;
  private is_drawn_ = false;
  private drawn_width_ = 0;

  constructor(readonly figure: Figure, private readonly names_: Palette, level: 2 | 3) {
    const title_id = `title-${figure.id}`;
    const has_drawing = figure.kind !== 'table';
    for (const column of figure.pick) this.chosen_.set(column, choices(figure, column)[0] ?? '');
    this.shown_ = picked(figure, this.chosen_);
    this.palette_ = names_.within(names_in(this.shown_));
    this.details_ = this.table_();
    this.host_.setAttribute('role', figure.kind === 'diagram' ? 'group' : 'img');
    this.say_what_it_is_();
    this.element = make('figure', { id: `figure-${figure.id}`, 'aria-labelledby': title_id, class: `figure kind-${figure.kind}`, tabindex: -1 },
      make('div', { class: 'plate' }, make(level === 2 ? 'h2' : 'h3', { id: title_id, class: 'finding' }, figure.title), this.pickers_(),
        has_drawing ? this.legend_ : null, has_drawing ? this.host_ : null),
      make('figcaption', {}, figure.caption, key_text(figure.kind) ? ` ${key_text(figure.kind)}` : ''), this.details_, this.buttons_());
    if (has_drawing && figure.rows.length === 0) this.say_('There is nothing to draw: this figure has no rows.');
    // Room beforehand, so that what stands below does not move when it is drawn.
    else if (has_drawing) this.host_.style.minHeight = `${window.innerWidth < 500 ? 280 : 340}px`;
    this.fill_legend_();
    if (!has_drawing) this.set_open(true);
  }

  /** Draws it if it was not drawn, or was drawn for another width. */
  draw(): void {
    const width = Math.floor(this.host_.clientWidth);
    if (width > 0 && (!this.is_drawn_ || Math.abs(width - this.drawn_width_) > 1)) this.draw_at_(width);
  }

  redraw(): void {
    this.fill_legend_();
    if (this.is_drawn_) this.draw_at_(this.drawn_width_);
  }

  private say_what_it_is_(): void {
    const { figure } = this;
    const part = [...this.chosen_.values()].join(', ');
    this.host_.setAttribute('aria-label', short(`${figure.kind === 'diagram' ? 'Diagram' : 'Chart'}: ${figure.title} ${part && `Shown: ${part}.`} ${figure.caption} The numbers are in the table below.`, 600));
  }

  /** A list to choose from for each column of choice; on paper the choice is said in words. */
  private pickers_(): HTMLElement | null {
    const { figure } = this;
    const wanted = figure.pick.filter((column) => choices(figure, column).length > 1);
    if (wanted.length === 0) return null;
    const words = make('p', { class: 'chosen' });
    const say = () => { words.textContent = `Shown: ${[...this.chosen_.values()].join(', ')}.`; };
    say();
    const lists = wanted.map((name) => {
      const id = `pick-${figure.id}-${figure.pick.indexOf(name)}`;
      const list = make('select', { id }, ...choices(figure, name).map((value) => make('option', { value }, short(value, 80))));
      list.addEventListener('change', () => { this.chosen_.set(name, list.value); say(); this.choose_(); });
      return make('label', { for: id }, `${figure.columns.find((column) => column.name === name)?.label || name} `, list);
    });
    return make('div', {}, make('div', { class: 'pickers' }, ...lists), words);
  }

  private choose_(): void {
    this.shown_ = picked(this.figure, this.chosen_);
    this.palette_ = this.names_.within(names_in(this.shown_));
    this.say_what_it_is_();
    const is_open = this.details_.open;
    this.details_.replaceChildren(make('summary', {}, `Table: ${count_text(this.shown_.rows.length, 'row')}`));
    if (is_open) this.build_table_();
    this.redraw();
  }

  /** Made ready for paper: drawn in the width of a page, short tables open. */
  for_paper(): void {
    this.draw_at_(paper_width);
    if (this.shown_.rows.length <= most_rows_on_paper) this.set_open(true);
  }

  set_open(is_open: boolean): void {
    if (is_open) this.build_table_();
    this.details_.open = is_open;
  }

  private say_(text: string): void {
    this.host_.replaceChildren(make('p', { class: 'problem' }, text));
    this.host_.style.height = 'auto';
    this.host_.style.minHeight = '';
    this.host_.removeAttribute('role');
    this.host_.removeAttribute('aria-label');
  }

  private draw_at_(width: number): void {
    const figure = this.shown_;
    if (figure.kind === 'table' || figure.rows.length === 0) return;
    this.is_drawn_ = true;
    this.drawn_width_ = width;
    try {
      if (is_charted(figure)) this.draw_chart_(figure, width);
      else {
        this.host_.style.minHeight = '';
        this.host_.replaceChildren(diagram_elements(figure, colours(), width, is_paper()));
      }
    } catch (problem) {
      this.chart_ = null;
      this.say_(`This figure could not be drawn (${short(String(problem), 200)}). Its numbers are in the table.`);
    }
  }

  private draw_chart_(figure: Parameters<typeof drawing_of>[0]['figure'], width: number): void {
    const { option, height } = drawing_of({ figure, palette: this.palette_, colours: colours(), width, hidden: this.hidden_ });
    this.host_.style.minHeight = '';
    this.host_.style.height = `${height}px`;
    this.chart_ ??= new Chart(this.host_, width, height);
    this.chart_.show(option, width, height);
  }

  private fill_legend_(): void {
    const kind = swatch_kind(this.figure.kind);
    const names = kind ? names_in(this.shown_) : [];
    // Without a choice there is nothing to switch; the name still has to be read.
    if (!kind || names.length === 0 || (names.length === 1 && names[0] === '')) return;
    legend(this.legend_, { names, kind, palette: this.palette_, colours: colours(), hidden: this.hidden_, changed: () => this.redraw() });
  }

  private table_(): HTMLDetailsElement {
    const details = make('details', { class: 'table' }, make('summary', {}, `Table: ${count_text(this.shown_.rows.length, 'row')}`));
    details.addEventListener('toggle', () => { if (details.open) this.build_table_(); });
    return details;
  }

  /** Not before it is opened: a page with forty figures must be there at once. */
  private build_table_(): void {
    if (this.details_.children.length === 1) this.details_.append(table(this.figure.columns, this.shown_.rows, this.figure.title));
  }

  private buttons_(): HTMLElement {
    const { figure } = this;
    const csv = button('Download CSV', () => hand_out(file_name(figure.name || figure.title, 'csv'), 'text/csv;charset=utf-8',
      csv_text(figure.columns.map((column) => column.name), figure.rows)), { 'aria-label': `Download CSV: ${short(figure.title, 100)}` });
    const svg = button('Download SVG', () => hand_out(file_name(figure.name || figure.title, 'svg'), 'image/svg+xml', this.svg_()),
      { 'aria-label': `Download SVG: ${short(figure.title, 100)}` });
    return make('p', { class: 'buttons' }, csv, figure.kind === 'table' || figure.rows.length === 0 ? null : svg,
      figure.file ? make('span', { class: 'file' }, 'Full data: ', make('code', {}, figure.file)) : null);
  }

  private svg_(): string {
    const figure = this.shown_;
    if (!is_charted(figure)) return diagram_file(figure, paper_colours);
    const { option, height } = drawing_of({ figure, palette: this.palette_, colours: paper_colours, width: file_width, hidden: this.hidden_ });
    return svg_text({ ...option, backgroundColor: paper_colours.background }, file_width, height);
  }
}
