// curves.ts -- the line charts of the explorer, drawn anew at every frame while a slider moves.
//
// Owns      Curves: one chart of some outcomes, now against today.
// Promises  colour is never alone: each outcome has a dash and a mark of its own, today's line is thin and dotted, and
//           names stand at the ends of lines.
import type { Outcome } from './data';
import { make, draw } from '../common/dom';
import type { Comparison, Point } from './results';
import { amount, count, is_share } from './words';

const width = 460, height = 250;
const inner = { left: 66, right: 16, top: 10, bottom: 34 };

/** A step of 1, 2 or 5 times a power of ten that divides `most` into about four. */
export function tick_step(most: number): number {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

function highest(lines: Point[][], is_whole: boolean): number {
  let most = 0;
  for (const line of lines) for (const { now, today } of line) most = Math.max(most, now.high ?? now.mean, now.mean, today.mean);
  if (most <= 0) return is_whole ? 1 : 100;
  return most;
}

const marks = ['circle', 'square', 'triangle', 'diamond'] as const;

function mark(kind: (typeof marks)[number], x: number, y: number, role: string): SVGElement {
  switch (kind) {
    case 'circle': return draw('circle', { cx: x, cy: y, r: 4, class: role });
    case 'square': return draw('rect', { x: x - 3.6, y: y - 3.6, width: 7.2, height: 7.2, class: role });
    case 'triangle': return draw('path', { d: `M${x} ${y - 4.8}l4.6 8h-9.2z`, class: role });
    default: return draw('path', { d: `M${x} ${y - 5}l5 5l-5 5l-5 -5z`, class: role });
  }
}

function round(x: number): string { return x.toFixed(1); }

export class Curves {
  readonly figure: HTMLElement;
  private readonly drawing = make('div', { class: 'drawing' });
  private readonly body = make('tbody');
  private readonly table: HTMLTableElement;
  private readonly details = make('details', { class: 'numbers' }, make('summary', {}, 'Numbers'));
  private last: Comparison | null = null;

  constructor(readonly title: string, private readonly outcomes: Outcome[], number: number) {
    const head = make('tr', {}, make('th', { scope: 'col' }, 'Year'));
    for (const { title: name } of outcomes)
      head.append(make('th', { scope: 'col' }, `${name}, now`), make('th', { scope: 'col' }, `${name}, today`));
    this.table = make('table', {}, make('caption', {}, this.title), make('thead', {}, head), this.body);
    this.details.append(make('div', { class: 'scrolls', tabindex: 0, role: 'region', 'aria-label': `Numbers: ${this.title}` }, this.table));
    this.details.addEventListener('toggle', () => this.fill());
    const legend = make('ul', { class: 'legend' });
    outcomes.forEach((outcome, place) => {
      const sample = draw('svg', { viewBox: '0 0 34 12', width: 34, height: 12, 'aria-hidden': 'true' },
        draw('line', { x1: 0, y1: 6, x2: 34, y2: 6, class: `line series-${place}` }),
        mark(marks[place % marks.length] ?? 'circle', 17, 6, `mark series-${place}`));
      const item = make('li', {}, outcome.title);
      item.prepend(sample);
      legend.append(item);
    });
    const ghost = make('li', {}, "today's world");
    ghost.prepend(draw('svg', { viewBox: '0 0 34 12', width: 34, height: 12, 'aria-hidden': 'true' },
      draw('line', { x1: 0, y1: 6, x2: 34, y2: 6, class: 'ghost' })));
    legend.append(ghost);
    this.figure = make('figure', { class: 'chart', 'aria-labelledby': `chart-${number}` },
      make('figcaption', { id: `chart-${number}` }, title), this.drawing, legend, this.details);
  }

  show(comparison: Comparison): void {
    this.last = comparison;
    const lines = this.outcomes.map(({ id }) => comparison.points.get(id) ?? []);
    const is_of_shares = this.outcomes.every(is_share);
    const most = highest(lines, is_of_shares);
    const step = tick_step(most);
    const top = Math.ceil(most / step - 1e-9) * step;
    const years = Math.max(1e-9, ...lines.map((line) => line.at(-1)?.time ?? 0));
    const x = (time: number) => inner.left + (width - inner.left - inner.right) * time / years;
    const y = (value: number) => height - inner.bottom - (height - inner.top - inner.bottom) * value / top;
    const svg = draw('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': this.in_words(comparison) });
    for (let place = 0; place * step <= top + step / 2; ++place) {
      const value = place * step;
      svg.append(draw('line', { x1: inner.left, x2: width - inner.right, y1: y(value), y2: y(value), class: 'grid' }),
        draw('text', { x: inner.left - 6, y: y(value) + 4, 'text-anchor': 'end', class: 'tick' },
          is_of_shares ? String(Math.round(1000 * value) / 10) : count(value)));
    }
    for (let year = 0; year <= years + 1e-9; ++year)
      svg.append(draw('text', { x: x(year), y: height - inner.bottom + 16, 'text-anchor': 'middle', class: 'tick' }, String(year)));
    svg.append(draw('text', { x: (inner.left + width - inner.right) / 2, y: height - 4, 'text-anchor': 'middle', class: 'tick' }, 'years from now'));
    const path = (line: Point[], of: (point: Point) => number) =>
      line.map((point, place) => `${place === 0 ? 'M' : 'L'}${round(x(point.time))} ${round(y(of(point)))}`).join('');
    lines.forEach((line, place) => {
      if (line.length > 0) svg.append(draw('path', { d: path(line, (point) => point.today.mean), class: `ghost ghost-${place}` }));
    });
    lines.forEach((line, place) => {
      if (line.length === 0) return;
      if (comparison.replicates > 1) {
        const back = [...line].reverse();
        const edge = path(line, (point) => point.now.high ?? point.now.mean);
        const low = path(back, (point) => Math.max(0, point.now.low ?? point.now.mean)).replace(/^M/, 'L');
        svg.append(draw('path', { d: `${edge}${low}Z`, class: `band series-${place}` }));
      }
      svg.append(draw('path', { d: path(line, (point) => point.now.mean), class: `line series-${place}` }));
      const kind = marks[place % marks.length] ?? 'circle';
      for (let at = 6; at < line.length; at += 6) {
        const point = line[at];
        if (point !== undefined) svg.append(mark(kind, x(point.time), y(point.now.mean), `mark series-${place}`));
      }
    });
    this.drawing.replaceChildren(svg);
    this.fill();
  }

  /** What a reader who does not see the chart should know. */
  private in_words(comparison: Comparison): string {
    const parts = this.outcomes.map((outcome) => {
      const end = comparison.points.get(outcome.id)?.at(-1);
      return end === undefined ? `${outcome.title}: none`
        : `${outcome.title}: ${amount(outcome, end.now.mean)} at the end, today ${amount(outcome, end.today.mean)}`;
    });
    return `Line chart, ${this.title}. ${parts.join('. ')}.`;
  }

  private fill(): void {
    if (!this.details.open || this.last === null) return;
    const { points } = this.last;
    const lines = this.outcomes.map(({ id }) => points.get(id) ?? []);
    const rows = (lines[0] ?? []).map((first, at) => {
      const row = make('tr', {}, make('th', { scope: 'row' }, String(Math.round(100 * first.time) / 100)));
      this.outcomes.forEach((outcome, place) => {
        const point = lines[place]?.[at];
        for (const value of [point?.now.mean, point?.today.mean])
          row.append(make('td', {}, value === undefined ? '' : is_share(outcome) ? String(Math.round(1000 * value) / 10) : count(value)));
      });
      return row;
    });
    this.body.replaceChildren(...rows);
  }
}
