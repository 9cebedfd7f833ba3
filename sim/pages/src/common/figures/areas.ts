// areas.ts -- stacked shares over time, and flows between checkpoints.
import type { Option } from '../chart';
import { decal } from '../palette';
import { label_text, number_text, quantity_text, short } from '../words';
import { groups, Reader } from './figure';
import { font } from '../chart';
import { frame, height_at, number_axis, small_text, tooltip_box, tooltip_look, upright_name, value_axis } from './frame';
import type { Drawing, Wish } from './frame';

export function draw_stacked(wish: Wish): Drawing {
  const reader = new Reader(wish.figure);
  const found = new Map([...groups(wish.figure, 'series')].filter(([name]) => !wish.hidden.has(name)));
  // A stack needs every name at every time; what is missing is nothing.
  const times = [...new Set(wish.figure.rows.flatMap((row) => reader.number(row, 'time') ?? []))].sort((a, b) => a - b);
  const values = new Map([...found].map(([name, rows]) => [name, new Map(rows.map((row) => [reader.number(row, 'time'), reader.number(row, 'share')]))]));
  const column = reader.column('share');
  const total = Math.max(...times.map((time) => [...values.values()].reduce((sum, at) => sum + (at.get(time) ?? 0), 0)), 0);
  const series = [...found.keys()].map((name, at) => {
    const look = wish.palette.look(name, wish.colours);
    const style = { color: look.colour, decal: decal(look.pattern, wish.colours) };
    return {
      type: 'line', name: `s${at}`, stack: 'all', stackStrategy: 'all', symbol: 'none', data: times.map((time) => [time, values.get(name)?.get(time) ?? 0]),
      lineStyle: { color: wish.colours.background, width: 1 }, areaStyle: { color: look.colour, opacity: 0.92 }, itemStyle: style, emphasis: { disabled: true } };
  });
  const time = reader.column('time');
  const tooltip: Option = { trigger: 'axis', formatter: (items: { value: number[] }[]) => {
    const at = items[0]?.value[0] ?? 0;
    return tooltip_box(`${time.label || 'time'} ${quantity_text(at, time.unit, 'brief')}`, [...found.keys()].reverse().map((name) => ({
      colour: wish.palette.look(name, wish.colours).colour, name, value: quantity_text(values.get(name)?.get(at) ?? 0, column.unit, 'brief') })));
  } };
  const is_whole = column.unit === 'share' && total > 0.999 && total < 1.001;
  return { height: height_at(wish.width), option: frame(wish, {
    ...upright_name(label_text(column.label || column.name, column.unit), wish), x: number_axis(time, times[0] ?? 0, times.at(-1) ?? 1, wish),
    y: value_axis(column, wish, { min: 0, ...(is_whole ? { max: 1 } : {}) }), series, tooltip }) };
}

/** Nodes are a state at a checkpoint, so that relapse loops make no cycle. */
export function draw_sankey(wish: Wish): Drawing {
  const reader = new Reader(wish.figure);
  const nodes = new Map<string, { state: string; time: number; into: number; out: number; id: string }>();
  const node = (time: number, state: string) => {
    const key = `${time}|${state}`;
    const found = nodes.get(key) ?? { state, time, into: 0, out: 0, id: `n${nodes.size}` };
    nodes.set(key, found);
    return found;
  };
  const links: Option[] = [];
  for (const row of wish.figure.rows) {
    const [from_time, to_time, count] = [reader.number(row, 't_from'), reader.number(row, 't_to'), reader.number(row, 'n')];
    const [from, to] = [reader.text(row, 'from'), reader.text(row, 'to')];
    if (from_time === null || to_time === null || count === null || !(count > 0) || !(to_time > from_time) || wish.hidden.has(from) || wish.hidden.has(to)) continue;
    const [source, target] = [node(from_time, from), node(to_time, to)];
    source.out += count;
    target.into += count;
    links.push({ source: source.id, target: target.id, value: count });
  }
  const all = [...nodes.values()];
  const times = [...new Set(all.map((one) => one.time))].sort((a, b) => a - b);
  const totals = new Map(times.map((time) => [time, all.filter((one) => one.time === time).reduce((sum, one) => sum + Math.max(one.into, one.out), 0)]));
  const by_id = new Map(all.map((one) => [one.id, one]));
  const order = [...all].sort((a, b) => a.time - b.time || wish.palette.place(a.state) - wish.palette.place(b.state));
  const column = Math.max(60, (wish.width - 16) / Math.max(1, times.length));
  const share = (one: { time: number; into: number; out: number }) => number_text((100 * Math.max(one.into, one.out)) / (totals.get(one.time) || 1), 'share');
  const unit = reader.column('t_from').unit;
  const last = times.at(-1);
  const right = column < 130 ? 44 : Math.min(190, column * 0.8);
  const data = order.map((one) => {
    const look = wish.palette.look(one.state, wish.colours);
    return {
      name: one.id, depth: times.indexOf(one.time), itemStyle: { color: look.colour, decal: decal(look.pattern, wish.colours), borderColor: wish.colours.muted, borderWidth: 0.5 },
      // Where names would not fit they stand in the legend only.
      label: { formatter: `${column < 130 ? '' : `${short(one.state, Math.max(6, Math.floor((one.time === last ? right : column) / 7) - 7))} `}${share(one)} %` } };
  });
  const inner = wish.width - 4 - right - 16;
  const heads = times.map((time, at) => ({
    type: 'text', left: 4 + (times.length > 1 ? (inner * at) / (times.length - 1) : 0), top: 4,
    style: { text: `${at === 0 && wish.width > 500 ? `${short(reader.column('t_from').label || 'time', 20)} ` : ''}${quantity_text(time, unit, 'brief')}`, fill: wish.colours.muted, font: `12px ${font}` } }));
  const most = Math.max(1, ...times.map((time) => all.filter((one) => one.time === time).length));
  const height = Math.min(720, 80 + most * (wish.width < 500 ? 38 : 46));
  return { height, option: {
    animation: false, textStyle: { fontFamily: font, color: wish.colours.text }, graphic: heads,
    tooltip: { ...tooltip_look(wish.colours), trigger: 'item', formatter: (item: { dataType: string; data: { source?: string; target?: string; value?: number; name?: string } }) => {
      const [from, to, one] = [by_id.get(item.data.source ?? ''), by_id.get(item.data.target ?? ''), by_id.get(item.data.name ?? '')];
      if (item.dataType === 'edge' && from && to)
        return tooltip_box(`${short(from.state, 40)} → ${short(to.state, 40)}`, [{ name: 'people', value: number_text(item.data.value ?? 0, 'brief') }]);
      return one ? tooltip_box(one.state, [{ name: `at ${quantity_text(one.time, unit, 'brief')}`, value: `${share(one)} %` }]) : '';
    } },
    series: [{
      type: 'sankey', left: 4, right, top: 28, bottom: 6, nodeWidth: 16, nodeGap: 14, layoutIterations: 0, draggable: false, emphasis: { focus: 'none' }, data, links,
      label: { ...small_text(wish.colours), position: 'right', distance: 4 }, lineStyle: { color: 'source', opacity: 0.3, curveness: 0.5 } }] } };
}
