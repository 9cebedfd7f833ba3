// bars.ts -- level bars: values with intervals, waterfalls, tornadoes.
//
// Owns      bars drawn as our own shapes, because intervals, running starts and patterns must stay together.
import type { Option } from '../chart';
import { decal, look_at } from '../palette';
import type { Look } from '../palette';
import { label_text, number_text, quantity_text, short } from '../words';
import { Reader } from './figure';
import { frame, mark_lines, small_text, tooltip_box, value_axis } from './frame';
import type { Drawing, Wish } from './frame';

const many_bars = 16;  // from there on lines are lower, so that a sheet of paper holds them

/** One bar in the line `line`; it covers a part of the line's height, from 0 at the top to 1. */
interface Bar {
  line: number; upper: number; lower: number; from: number; to: number; low: number | null; high: number | null; look: Look; text: string;
  tip: { name: string; value: string }[];
}
interface Api { coord(point: number[]): number[]; size(wish: number[]): number[] }

function shape_of(bar: Bar, api: Api, wish: Wish): Option {
  const [left, middle] = api.coord([Math.min(bar.from, bar.to), bar.line]) as [number, number];
  const [right] = api.coord([Math.max(bar.from, bar.to), bar.line]) as [number];
  const height = api.size([0, 1])[1] ?? 20;
  const top = middle - height / 2 + bar.upper * height;
  const bottom = middle - height / 2 + bar.lower * height;
  const children: Option[] = [{
    type: 'rect', shape: { x: left, y: top, width: Math.max(1, right - left), height: bottom - top },
    style: { fill: bar.look.colour, decal: decal(bar.look.pattern, wish.colours), stroke: wish.colours.muted, lineWidth: 0.6 } }];
  const end = api.coord([bar.to, bar.line])[0] ?? 0;
  let [edge_left, edge_right] = [Math.min(left, end), Math.max(right, end)];
  if (bar.low !== null && bar.high !== null) {
    const [from, to, y] = [api.coord([bar.low, bar.line])[0] ?? 0, api.coord([bar.high, bar.line])[0] ?? 0, (top + bottom) / 2];
    const line = (x1: number, y1: number, x2: number, y2: number, width: number, stroke: string) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: width } });
    const cap = Math.min(5, (bottom - top) / 3);
    // A pale line under the dark one keeps the interval visible on the bar itself.
    children.push(line(from, y, to, y, 4, wish.colours.background), line(from, y, to, y, 1.6, wish.colours.text),
      line(from, y - cap, from, y + cap, 1.6, wish.colours.text), line(to, y - cap, to, y + cap, 1.6, wish.colours.text));
    [edge_left, edge_right] = [Math.min(edge_left, from, to), Math.max(edge_right, from, to)];
  }
  if (bar.text !== '') {
    const is_left = bar.to < bar.from;
    children.push({ type: 'text', style: {
      x: is_left ? edge_left - 5 : edge_right + 5, y: (top + bottom) / 2, text: bar.text, align: is_left ? 'right' : 'left', verticalAlign: 'middle',
      fill: wish.colours.text, font: `12px ${small_text(wish.colours).fontFamily}` } });
  }
  return { type: 'group', children };
}

/** A chart of bars; `names` are the lines from the top. */
function bar_chart(wish: Wish, names: readonly string[], bars: readonly Bar[], axis: { label: string; unit: string; base: number | null; includes: number | null; line_height: number }): Drawing {
  const room = Math.min(260, Math.max(90, wish.width * 0.34));
  const ends = bars.flatMap((bar) => [bar.from, bar.to, ...(bar.low === null || bar.high === null ? [] : [bar.low, bar.high])]).concat(axis.includes ?? []);
  const [least, greatest] = [Math.min(...ends), Math.max(...ends)];
  const span = greatest - least || Math.abs(greatest) || 1;
  const is_texted = bars.some((bar) => bar.text !== '');
  // Room for the numbers beside the bars.
  const pad = is_texted ? Math.min(0.45, 70 / Math.max(120, wish.width - room)) * span : 0.04 * span;
  const leftward = bars.some((bar) => bar.to < bar.from || (bar.low ?? 0) < Math.min(bar.from, bar.to));
  const y = {
    type: 'category', inverse: true, data: names.map((_, at) => String(at)), axisTick: { show: false }, axisLine: { show: false }, splitLine: { show: false },
    axisLabel: { ...small_text(wish.colours), interval: 0, width: room - 10, overflow: 'break', lineHeight: 14, formatter: (at: string) => short(names[Number(at)] ?? '', wish.width < 500 ? 34 : 60) } };
  const x = value_axis({ name: '', label: '', unit: axis.unit, type: 'number' }, wish, {
    min: least < 0 || leftward ? (least < 0 || axis.base !== null ? least - (leftward ? pad : 0) : least) : least, max: greatest + pad, splitNumber: Math.max(4, Math.floor((wish.width - room) / 90)),
    axisLabel: { ...small_text(wish.colours), color: wish.colours.muted, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: (value: number) => quantity_text(value, axis.unit, 'axis') },
    name: short(axis.label, Math.floor((wish.width - room) / 6.5)), nameLocation: 'middle', nameGap: 28, nameTextStyle: { ...small_text(wish.colours), color: wish.colours.muted } });
  const zero = axis.base ?? 0;
  const marks = mark_lines(wish);
  const series: Option[] = [{
    type: 'custom', name: 's0', clip: false, data: bars.map((bar) => [bar.to, bar.line]), encode: { x: 0, y: 1 },
    renderItem: (at: { dataIndex: number }, api: Api) => { const bar = bars[at.dataIndex]; return bar ? shape_of(bar, api, wish) : null; } },
  ...(zero >= least && zero <= greatest ? [{ type: 'line', name: 'zero', data: [], silent: true, markLine: { silent: true, symbol: 'none', animation: false, label: { show: false }, lineStyle: { color: wish.colours.text, type: 'solid', width: 1 }, data: [{ xAxis: zero }] } }] : []),
  ...(marks ? [{ ...marks, name: 'marks' }] : [])];
  const tooltip: Option = { trigger: 'item', formatter: (item: { dataIndex: number }) => {
    const bar = bars[item.dataIndex];
    return bar ? tooltip_box(names[bar.line] ?? '', bar.tip.map((line) => ({ ...line, colour: bar.look.colour }))) : '';
  } };
  return { height: 56 + names.length * axis.line_height, option: frame(wish, { title: { show: false }, top: 8, bottom: 44, right: 12, x, y, series, tooltip }) };
}

const range_text = (low: number | null, high: number | null, unit: string): string =>
  low === null || high === null ? '' : ` (${quantity_text(low, unit, 'brief')} to ${quantity_text(high, unit, 'brief')})`;

/** A number beside its bar: the unit stands under the axis. */
const beside = (value: number, unit: string): string => quantity_text(value, unit, 'axis') === '' ? '' : unit === 'share' ? quantity_text(value, unit, 'brief') : number_text(value, 'brief');

export function draw_bars(wish: Wish): Drawing {
  const reader = new Reader(wish.figure);
  const rows = wish.figure.rows.filter((row) => !wish.hidden.has(reader.text(row, 'series')));
  const names = [...new Set(rows.map((row) => reader.text(row, 'name')))];
  const series = [...new Set(rows.map((row) => reader.text(row, 'series')))];
  const places = new Map(names.map((name, at) => [name, at]));
  const { label, unit, name: column_name } = reader.column('value');
  const bars = rows.flatMap((row): Bar[] => {
    const value = reader.number(row, 'value');
    if (value === null) return [];
    const name = reader.text(row, 'series');
    const slot = series.indexOf(name) / series.length;
    const [low, high] = [reader.number(row, 'low'), reader.number(row, 'high')];
    return [{
      line: places.get(reader.text(row, 'name')) ?? 0, upper: 0.12 + slot * 0.76, lower: 0.12 + (slot + 1 / series.length) * 0.76 - 0.03, from: 0, to: value, low, high,
      look: wish.palette.look(name, wish.colours), text: beside(value, unit), tip: [{ name, value: quantity_text(value, unit, 'brief') + range_text(low, high, unit) }] }];
  });
  return bar_chart(wish, names, bars, { label: label_text(label || column_name, unit), unit, base: 0, includes: 0, line_height: Math.max(names.length > many_bars ? 22 : 30, 8 + (names.length > many_bars ? 14 : 22) * series.length) });
}

export function draw_waterfall(wish: Wish): Drawing {
  const reader = new Reader(wish.figure);
  const { label, unit, name: column_name } = reader.column('value');
  let running = 0;
  const bars = wish.figure.rows.flatMap((row, line): Bar[] => {
    const value = reader.number(row, 'value');
    if (value === null) return [];
    const is_part = reader.text(row, 'role') === 'part';
    const from = is_part ? running : 0;
    running = from + value;
    const [low, high] = [reader.number(row, 'low'), reader.number(row, 'high')];
    return [{
      line, upper: 0.14, lower: 0.86, from, to: running, low: low === null ? null : from + low, high: high === null ? null : from + high,
      look: look_at(is_part ? (value < 0 ? 1 : 2) : 0, wish.colours), text: (is_part && value > 0 ? '+' : '') + beside(value, unit),
      tip: [{ name: is_part ? 'change' : 'value', value: quantity_text(value, unit, 'brief') + range_text(low, high, unit) }] }];
  });
  const names = wish.figure.rows.map((row) => reader.text(row, 'name'));
  return bar_chart(wish, names, bars, { label: label_text(label || column_name, unit), unit, base: 0, includes: 0, line_height: 34 });
}

export function draw_tornado(wish: Wish): Drawing {
  const reader = new Reader(wish.figure);
  const { label, unit } = reader.column('base');
  const reach = (row: (typeof wish.figure.rows)[number]) => Math.abs((reader.number(row, 'at_high') ?? 0) - (reader.number(row, 'at_low') ?? 0));
  const rows = [...wish.figure.rows].sort((left, right) => reach(right) - reach(left));
  const base = rows.map((row) => reader.number(row, 'base')).find((value) => value !== null) ?? 0;
  const given = (row: (typeof rows)[number], which: 'low' | 'high') => {
    const value = reader.number(row, which);
    return value === null ? reader.text(row, which) : quantity_text(value, reader.column(which).unit, 'brief');
  };
  const bars = rows.flatMap((row, line) => (['low', 'high'] as const).flatMap((which): Bar[] => {
    const value = reader.number(row, which === 'low' ? 'at_low' : 'at_high');
    if (value === null) return [];
    return [{
      line, upper: 0.15, lower: 0.85, from: base, to: value, low: null, high: null, look: look_at(which === 'low' ? 4 : 0, wish.colours),
      text: short(given(row, which), 14), tip: [{ name: `${which} ${given(row, which)}`, value: quantity_text(value, unit, 'brief') }] }];
  }));
  return bar_chart(wish, rows.map((row) => reader.text(row, 'name')), bars, { label: label_text(label || 'result', unit), unit, base, includes: base, line_height: 30 });
}
