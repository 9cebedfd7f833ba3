// frame.ts -- what all charts with two axes share.
//
// Owns      axes, their names and numbers, tooltips, bands and vertical marks.
// Not here  what a kind of figure means.
import { font } from '../chart';
import type { Option } from '../chart';
import { make } from '../dom';
import type { Palette } from '../palette';
import type { Column } from '../table';
import type { Colours } from '../theme';
import { label_text, quantity_text, short, time_scale } from '../words';
import type { Figure } from './figure';

/** What a drawing is made from. */
export interface Wish {
  figure: Figure;
  palette: Palette;
  colours: Colours;
  width: number;
  /** Names that the reader has switched off. */
  hidden: ReadonlySet<string>;
}
export interface Drawing { option: Option; height: number }
export type Point = [x: number, low: number, high: number];

const days_of_year = 365.25;

/** Lower on paper and on narrow screens, so that two drawings stand on a page. */
export const height_at = (width: number): number => (width < 500 ? 280 : width < 700 ? 260 : 340);

export const small_text = (colours: Colours) => ({ fontFamily: font, fontSize: 12, color: colours.text });
const muted_text = (colours: Colours) => ({ fontFamily: font, fontSize: 12, color: colours.muted });

/** How many lines a text takes at this width, about. */
export const lines_of = (text: string, width: number): number => Math.max(1, Math.ceil((text.length * 6.6) / Math.max(80, width)));

/** A step that makes round ticks: 1, 2 or 5 times a power of ten. */
export function round_step(span: number, ticks: number): number {
  const rough = span / Math.max(1, ticks);
  if (!(rough > 0) || !Number.isFinite(rough)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
}

/** The axis of time or another number, from the least to the greatest value, ticks at round numbers. */
export function number_axis(column: Column, from: number, to: number, wish: Wish): Option {
  const span = to - from;
  const scale = time_scale(column.unit, span);
  const per = scale.per === 1 ? 1 : days_of_year;
  const step = round_step(span / per, Math.max(4, wish.width / 100)) * per;
  return {
    type: 'value', min: from, max: to > from ? to : from + 1, interval: step,
    name: short(label_text(column.label || column.name, scale.unit), Math.floor(wish.width / 7)), nameLocation: 'middle', nameGap: 26,
    nameTextStyle: muted_text(wish.colours), axisLine: { show: true, onZero: false, lineStyle: { color: wish.colours.muted } }, splitLine: { show: false },
    axisTick: { lineStyle: { color: wish.colours.muted } },
    // The last tick of an odd end would stand on the one before it.
    axisLabel: { ...muted_text(wish.colours), hideOverlap: true, showMaxLabel: Math.abs(span / step - Math.round(span / step)) < 1e-6 ? null : false,
      formatter: (value: number) => quantity_text(Math.round((value / per) * 1e9) / 1e9, column.unit, 'axis') } };
}

export function value_axis(column: Column, wish: Wish, more: Option): Option {
  return {
    type: 'value', axisLine: { show: false }, splitLine: { lineStyle: { color: wish.colours.line, width: 0.7 } }, splitNumber: 5,
    axisLabel: { ...muted_text(wish.colours), hideOverlap: true, formatter: (value: number) => quantity_text(value, column.unit, 'axis') }, ...more };
}

/** The name of the upright axis stands above it, where it can be read without turning the head. */
export function upright_name(text: string, wish: Wish): { title: Option; top: number } {
  const whole = short(text, 160);
  const title = { text: whole, left: 0, top: 2, padding: 0, textStyle: { ...muted_text(wish.colours), fontWeight: 'normal', lineHeight: 16, width: wish.width - 8, overflow: 'break' } };
  return { title, top: 14 + 16 * lines_of(whole, wish.width) };
}

/** A chart with two axes; `series` are drawn in their order. */
export function frame(wish: Wish, parts: { title: Option; top: number; x: Option | Option[]; y: Option | Option[]; series: Option[]; tooltip: Option; bottom?: number; right?: number }): Option {
  return {
    animation: false, textStyle: { fontFamily: font, color: wish.colours.text }, title: parts.title,
    grid: { left: 4, right: parts.right ?? 18, top: parts.top, bottom: parts.bottom ?? 34, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: parts.x, yAxis: parts.y, series: parts.series, tooltip: { ...tooltip_look(wish.colours), ...parts.tooltip } };
}

export const tooltip_look = (colours: Colours): Option => ({
  confine: true, transitionDuration: 0, backgroundColor: colours.background, borderColor: colours.muted, borderWidth: 1, padding: 8,
  textStyle: { ...small_text(colours) }, axisPointer: { type: 'line', animation: false, lineStyle: { color: colours.muted, type: [3, 3] }, label: { show: false } } });

/** The lines of a tooltip: a heading, then name and value with a dot of the name's colour. */
export function tooltip_box(head: string, lines: readonly { colour?: string; name: string; value: string }[]): HTMLElement {
  const box = make('div', { class: 'tooltip' }, make('strong', {}, short(head, 80)));
  for (const line of lines.slice(0, 16)) {
    const dot = make('span', { class: 'dot' });
    if (line.colour) dot.style.background = line.colour;
    box.append(make('div', {}, dot, make('span', {}, `${short(line.name, 60)}${line.name ? ': ' : ''}${line.value}`)));
  }
  return box;
}

/** A filled band between two lines, drawn as one shape by the first point. */
export function band(points: readonly Point[], colour: string, opacity: number, is_step: boolean): Option {
  return {
    type: 'custom', silent: true, z: 1, clip: true, data: points, encode: { x: 0, y: [1, 2] }, tooltip: { show: false },
    renderItem: (at: { dataIndexInside: number }, api: { coord(point: number[]): number[] }) => {
      if (at.dataIndexInside !== 0) return null;
      const edge = (place: 1 | 2): number[][] => points.flatMap((point, index) => {
        const before = points[index - 1];
        const here = api.coord([point[0], point[place]]);
        return is_step && before ? [api.coord([point[0], before[place]]), here] : [here];
      });
      return { type: 'polygon', shape: { points: [...edge(1), ...edge(2).reverse()] }, style: { fill: colour, opacity } };
    } };
}

/** Points without gaps: a missing edge ends a run. */
export function runs(points: readonly (Point | null)[]): Point[][] {
  const found: Point[][] = [[]];
  for (const point of points) {
    if (point) found.at(-1)?.push(point);
    else if (found.at(-1)?.length) found.push([]);
  }
  return found.filter((run) => run.length > 1);
}

/** Upright and level lines that a figure's marks ask for. */
export function mark_lines(wish: Wish): Option | null {
  const data = wish.figure.marks.flatMap((mark): Option[] => {
    const label = { formatter: short(mark.label ?? '', 40), show: Boolean(mark.label), ...small_text(wish.colours) };
    const x = mark.x ?? (wish.figure.kind === 'acceptability' ? mark.wtp : undefined);
    if (x !== undefined) return [{ xAxis: x, label }];
    return mark.y !== undefined ? [{ yAxis: mark.y, label: { ...label, position: 'insideEndTop' } }] : [];
  });
  if (data.length === 0) return null;
  return { type: 'line', data: [], silent: true, markLine: { silent: true, symbol: 'none', animation: false, lineStyle: { color: wish.colours.muted, type: [4, 4], width: 1.2 }, data } };
}
