// lines.ts -- figures of lines: bands over time, lines with an interval, survival, acceptability.
//
// Owns      how each of these kinds becomes lines and bands.
import type { Option } from '../chart';
import type { Cell } from '../download';
import { label_text, quantity_text, short } from '../words';
import { groups, Reader } from './figure';
import { band, frame, height_at, mark_lines, number_axis, runs, small_text, tooltip_box, upright_name, value_axis } from './frame';
import type { Drawing, Point, Wish } from './frame';

interface Shape { x: string; series: string; value: string; bands: readonly (readonly [low: string, high: string, opacity: number])[]; is_step: boolean }

const shapes = {
  bands: { x: 'time', series: 'series', value: 'mean', bands: [['q05', 'q95', 0.16], ['q25', 'q75', 0.26]], is_step: false },
  lines: { x: 'x', series: 'series', value: 'value', bands: [['low', 'high', 0.2]], is_step: false },
  survival: { x: 'time', series: 'series', value: 'estimate', bands: [['low', 'high', 0.18]], is_step: true },
  acceptability: { x: 'wtp', series: 'strategy', value: 'proportion', bands: [], is_step: false },
} as const satisfies Record<string, Shape>;

/** About ten symbols along a line, so that lines differ in more than colour. */
const symbol_every = (count: number): number => Math.max(1, Math.ceil(count / 9));

/** The line of one name: its bands beneath, then the line itself. */
function one_line(name: string, rows: readonly Cell[][], shape: Shape, wish: Wish, reader: Reader): Option[] {
  const look = wish.palette.look(name, wish.colours);
  const made: Option[] = [];
  for (const [low, high, opacity] of shape.bands) {
    const points = rows.map((row): Point | null => {
      const [x, from, to] = [reader.number(row, shape.x), reader.number(row, low), reader.number(row, high)];
      return x === null || from === null || to === null ? null : [x, from, to];
    });
    made.push(...runs(points).map((run) => band(run, look.colour, opacity, shape.is_step)));
  }
  const every = symbol_every(rows.length);
  const place = wish.palette.place(name);
  made.push({
    type: 'line', name, z: 3, connectNulls: false, step: shape.is_step ? 'end' : false, sampling: 'none', silent: false,
    data: rows.map((row, at) => ({
      value: [reader.number(row, shape.x), reader.number(row, shape.value)],
      symbol: rows.length === 1 || (at + place) % every === 0 ? look.symbol : 'none', symbolSize: rows.length === 1 ? 9 : 6 })),
    showAllSymbol: true, lineStyle: { color: look.colour, width: 2, type: look.dash.length ? look.dash : 'solid' },
    itemStyle: { color: look.colour }, emphasis: { disabled: true } });
  return made;
}

/** Strategies that are on the frontier, as a broad line behind their curves. */
function frontier(wish: Wish, reader: Reader): Option {
  const best = wish.figure.rows.filter((row) => reader.number(row, 'is_on_frontier') === 1 || reader.text(row, 'is_on_frontier') === '1')
    .map((row) => [reader.number(row, 'wtp') ?? 0, reader.number(row, 'proportion')] as [number, number | null]).sort((a, b) => a[0] - b[0]);
  return { type: 'line', name: 'frontier', z: 2, silent: true, symbol: 'none', data: best, tooltip: { show: false },
    lineStyle: { color: wish.colours.muted, width: 8, opacity: 0.45, type: 'solid' }, itemStyle: { color: wish.colours.muted } };
}

/** A tooltip for all lines at one place of the level axis. */
function tooltip(found: Map<string, Cell[][]>, shape: Shape, wish: Wish, reader: Reader): Option {
  const unit = reader.column(shape.value).unit;
  const by_x = new Map<number, { name: string; row: Cell[] }[]>();
  for (const [name, rows] of found) for (const row of rows) {
    const x = reader.number(row, shape.x);
    if (x === null) continue;
    const here = by_x.get(x);
    if (here) here.push({ name, row });
    else by_x.set(x, [{ name, row }]);
  }
  const x = reader.column(shape.x);
  return { trigger: 'axis', formatter: (items: { value: number[] }[]) => {
    const at = items.find((item) => item.value?.[0] !== undefined)?.value[0] ?? 0;
    return tooltip_box(`${x.label || x.name} ${quantity_text(at, x.unit, 'brief')}`, (by_x.get(at) ?? []).map(({ name, row }) => {
      const value = reader.number(row, shape.value);
      const widest = shape.bands[0];
      const [low, high] = widest ? [reader.number(row, widest[0]), reader.number(row, widest[1])] : [null, null];
      const range = low === null || high === null ? '' : ` (${quantity_text(low, unit, 'brief')} to ${quantity_text(high, unit, 'brief')})`;
      return { colour: wish.palette.look(name, wish.colours).colour, name, value: value === null ? 'missing' : quantity_text(value, unit, 'brief') + range };
    }));
  } };
}

interface Extent { from: number; to: number; least: number; greatest: number }

function extent_of(found: Map<string, Cell[][]>, shape: Shape, reader: Reader): Extent {
  const all: Extent = { from: Infinity, to: -Infinity, least: Infinity, greatest: -Infinity };
  const values = [shape.value, ...shape.bands.flatMap(([low, high]) => [low, high])];
  for (const rows of found.values()) for (const row of rows) {
    const x = reader.number(row, shape.x);
    if (x !== null) [all.from, all.to] = [Math.min(all.from, x), Math.max(all.to, x)];
    for (const name of values) {
      const value = reader.number(row, name);
      if (value !== null) [all.least, all.greatest] = [Math.min(all.least, value), Math.max(all.greatest, value)];
    }
  }
  return all;
}

/** Where the upright axis begins: at zero unless that would flatten the lines, and always for chances. */
function upright_range(extent: Extent, is_log: boolean, kind: string): Option {
  if (is_log && extent.least > 0) return { type: 'log' };
  if (kind === 'survival' || kind === 'acceptability') return { min: 0, max: 1 };
  return extent.least >= 0 && extent.least < 0.6 * extent.greatest ? { min: 0 } : { scale: extent.least > 0 || extent.greatest < 0 };
}

export function draw_lines(wish: Wish, kind: keyof typeof shapes): Drawing {
  const shape: Shape = shapes[kind];
  const reader = new Reader(wish.figure);
  const all = groups(wish.figure, shape.series);
  const found = new Map([...all].filter(([name]) => !wish.hidden.has(name)));
  const extent = extent_of(found.size ? found : all, shape, reader);
  const column = reader.column(shape.value);
  const name = upright_name(label_text(column.label || column.name, column.unit) + (wish.figure.is_log && extent.least > 0 ? ', logarithmic' : ''), wish);
  const series = [...found].flatMap(([each, rows]) => one_line(each, rows, shape, wish, reader)).map((one, at) => ({ ...one, name: `s${at}` }));
  const marks = mark_lines(wish);
  if (marks) series.push({ ...marks, name: 'marks' });
  if (kind === 'acceptability') series.push({ ...frontier(wish, reader), name: 'frontier' });
  const x = number_axis(reader.column(shape.x), extent.from, extent.to, wish);
  const option = frame(wish, {
    ...name, x, y: value_axis(column, wish, upright_range(extent, wish.figure.is_log, kind)), series, tooltip: tooltip(found, shape, wish, reader) });
  const height = height_at(wish.width);
  return kind === 'survival' ? with_numbers_at_risk(option, height, found, extent, wish, reader) : { option, height };
}

/** Numbers at risk stand under the axis, one line a name. */
function with_numbers_at_risk(option: Option, height: number, found: Map<string, Cell[][]>, extent: Extent, wish: Wish, reader: Reader): Drawing {
  const times = (name: string) => (found.get(name) ?? []).flatMap((row) => {
    const [time, count] = [reader.number(row, 'time'), reader.number(row, 'at_risk')];
    return time === null || count === null ? [] : [[time, count] as const];
  });
  // Ways out of a state have the numbers of those who are still there.
  const names = [...found.keys()].filter((name) => times(name).length > 0);
  if (names.length === 0) return { option, height };
  const line = 18;
  const below = names.length * line + 26;
  const label = Math.min(150, Math.max(56, wish.width * 0.22));
  const right = 22;
  const grid = option['grid'] as Option;
  const top = height;
  const series = names.map((name, at) => ({
    type: 'scatter', name: `risk${at}`, xAxisIndex: 1, yAxisIndex: 1, silent: true, symbolSize: 0.01, tooltip: { show: false }, clip: false,
    data: times(name).map(([time, count]) => ({ value: [time, at, count] })), labelLayout: { hideOverlap: true },
    label: { show: true, position: 'inside', ...small_text(wish.colours), formatter: (item: { value: number[] }) => quantity_text(item.value[2] ?? 0, '', 'brief') } }));
  return {
    height: height + below,
    option: {
      ...option,
      title: [option['title'], { text: 'At risk', left: 0, top: top + 2, padding: 0, textStyle: { ...small_text(wish.colours), fontWeight: 'normal', color: wish.colours.muted } }],
      grid: [{ ...grid, left: label, right, height: height - ((grid['top'] as number) + 40), bottom: undefined, outerBoundsMode: 'none' },
        { left: label, right, top: top + 18, height: names.length * line }],
      xAxis: [{ ...(option['xAxis'] as Option), gridIndex: 0 }, { type: 'value', gridIndex: 1, min: extent.from, max: extent.to > extent.from ? extent.to : extent.from + 1, show: false }],
      yAxis: [{ ...(option['yAxis'] as Option), gridIndex: 0 }, {
        type: 'category', gridIndex: 1, inverse: true, data: names.map((_, at) => String(at)), axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
        axisLabel: { ...small_text(wish.colours), width: label - 26, overflow: 'truncate', margin: 20, formatter: (at: string) => short(names[Number(at)] ?? '', 24) } }],
      series: [...(option['series'] as Option[]), ...series],
    },
  };
}
