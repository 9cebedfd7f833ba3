// plane.ts -- the cost-effectiveness plane: a cloud for each strategy, its mean and 95 % ellipse, lines of willingness to pay.
import type { Option } from '../chart';
import type { Cell } from '../download';
import { label_text, number_text, quantity_text, short } from '../words';
import { groups, Reader } from './figure';
import { frame, small_text, tooltip_box, upright_name, value_axis } from './frame';
import type { Drawing, Wish } from './frame';

const most_points = 2000;
const chi_square_95_of_two = 5.991464547107979;  // -2 ln 0.05
const corners = 64;

interface Cloud { points: [number, number][]; mean: [number, number]; ellipse: [number, number][] }

/** Mean and the ellipse that holds 95 % of a normal cloud with this covariance. */
export function cloud_of(points: [number, number][]): Cloud {
  const count = points.length;
  const mean: [number, number] = [points.reduce((sum, point) => sum + point[0], 0) / count, points.reduce((sum, point) => sum + point[1], 0) / count];
  if (count < 3) return { points, mean, ellipse: [] };
  const covariance = (a: 0 | 1, b: 0 | 1) => points.reduce((sum, point) => sum + (point[a] - mean[a]) * (point[b] - mean[b]), 0) / (count - 1);
  const [xx, xy, yy] = [covariance(0, 0), covariance(0, 1), covariance(1, 1)];
  // Cholesky: no axis need be found, and very different scales do no harm.
  const a = Math.sqrt(xx);
  const b = a > 0 ? xy / a : 0;
  const c = Math.sqrt(Math.max(0, yy - b * b));
  const reach = Math.sqrt(chi_square_95_of_two);
  const ellipse = Array.from({ length: corners + 1 }, (_, at): [number, number] => {
    const [cos, sin] = [Math.cos((2 * Math.PI * at) / corners), Math.sin((2 * Math.PI * at) / corners)];
    return [mean[0] + reach * a * cos, mean[1] + reach * (b * cos + c * sin)];
  });
  return { points, mean, ellipse };
}

/** The currency of "USD per person", the unit of "QALYs per person". */
const first_word = (unit: string): string => unit.replace(/ per .*/, '') || 'unit';

/** Every k-th point, so that at most 2,000 are drawn. */
const thinned = (points: [number, number][]): [number, number][] => {
  const every = Math.ceil(points.length / most_points);
  return every <= 1 ? points : points.filter((_, at) => at % every === 0);
};

export function draw_plane(wish: Wish): Drawing {
  const reader = new Reader(wish.figure);
  const read = (rows: Cell[][]) => rows.flatMap((row): [number, number][] => {
    const [effect, cost] = [reader.number(row, 'effect'), reader.number(row, 'cost')];
    return effect === null || cost === null ? [] : [[effect, cost]];
  });
  const clouds = [...groups(wish.figure, 'strategy')].filter(([name]) => !wish.hidden.has(name)).map(([name, rows]) => ({ name, ...cloud_of(read(rows)) })).filter((cloud) => cloud.points.length > 0);
  const all = clouds.flatMap((cloud) => [...cloud.points, ...cloud.ellipse, [0, 0] as [number, number]]);
  const ends = (place: 0 | 1) => [Math.min(...all.map((point) => point[place])), Math.max(...all.map((point) => point[place]))] as [number, number];
  const [[left, right], [low, high]] = all.length ? [ends(0), ends(1)] : [[0, 1], [0, 1]] as [[number, number], [number, number]];
  const [effect, cost] = [reader.column('effect'), reader.column('cost')];
  const series: Option[] = clouds.flatMap(({ name, points, mean, ellipse }, at): Option[] => {
    const look = wish.palette.look(name, wish.colours);
    return [
      { type: 'scatter', name: `s${at}`, data: thinned(points), symbol: look.symbol, symbolSize: 5, itemStyle: { color: look.colour, opacity: 0.35 }, emphasis: { disabled: true }, large: false, z: 2 },
      { type: 'line', name: `e${at}`, data: ellipse, symbol: 'none', silent: true, lineStyle: { color: look.colour, width: 1.8, type: look.dash.length ? look.dash : 'solid' }, z: 3 },
      { type: 'scatter', name: `m${at}`, data: [mean], symbol: look.symbol, symbolSize: 15, itemStyle: { color: look.colour, borderColor: wish.colours.text, borderWidth: 2 }, z: 4 }];
  });
  for (const [at, mark] of wish.figure.marks.entries()) {
    if (mark.wtp === undefined) continue;
    // The line cost = wtp x effect, cut where it leaves the picture.
    const inside = [left, right, low / mark.wtp, high / mark.wtp].filter((x) => x >= left && x <= right && x * (mark.wtp ?? 0) >= low - 1e-9 * Math.abs(low) && x * (mark.wtp ?? 0) <= high + 1e-9 * Math.abs(high));
    if (inside.length < 2) continue;
    const [from, to] = [Math.min(...inside), Math.max(...inside)];
    series.push({
      type: 'line', name: `w${at}`, symbol: 'none', silent: true, z: 1, data: [[from, from * mark.wtp], [to, to * mark.wtp]], lineStyle: { color: wish.colours.muted, width: 1.3, type: [5, 4] },
      endLabel: { show: true, ...small_text(wish.colours), align: 'right', offset: [-6, 8 + 15 * at], formatter: mark.label ? short(mark.label, 30) : short(`${number_text(mark.wtp, 'brief')} ${first_word(cost.unit)} per ${first_word(effect.unit).replace(/s$/, '')}`, 30) } });
  }
  const names = new Map(clouds.flatMap((cloud, at) => [[`s${at}`, cloud.name], [`m${at}`, `${cloud.name}, mean`]] as [string, string][]));
  const tooltip: Option = { trigger: 'item', formatter: (item: { seriesName: string; value: [number, number]; color: string }) => tooltip_box(names.get(item.seriesName) ?? '', [
    { name: effect.label || 'effect', value: quantity_text(item.value[0], effect.unit, 'brief') }, { name: cost.label || 'cost', value: quantity_text(item.value[1], cost.unit, 'brief') }]) };
  const ticks = (column: typeof effect, more: Option) => value_axis(column, wish, { scale: true, axisLine: { show: true, onZero: true, lineStyle: { color: wish.colours.muted } }, ...more });
  const x = ticks(effect, { name: short(label_text(effect.label || 'effect', effect.unit), Math.floor(wish.width / 7)), nameLocation: 'middle', nameGap: 26, splitLine: { show: false }, splitNumber: Math.max(3, Math.floor(wish.width / 110)),
    nameTextStyle: { ...small_text(wish.colours), color: wish.colours.muted }, axisLabel: { ...small_text(wish.colours), color: wish.colours.muted, hideOverlap: true, formatter: (value: number) => quantity_text(value, effect.unit, 'axis') } });
  // The axes cross at zero; their numbers stay at the edges.
  (x['axisLine'] as Option)['onZero'] = false;
  const y = ticks(cost, { axisLine: { show: true, onZero: false, lineStyle: { color: wish.colours.muted } } });
  series.push({ type: 'line', name: 'axes', data: [], silent: true, markLine: { silent: true, symbol: 'none', animation: false, label: { show: false }, lineStyle: { color: wish.colours.muted, type: 'solid', width: 1 }, data: [{ xAxis: 0 }, { yAxis: 0 }] } });
  return { height: wish.width < 700 ? 330 : 420, option: frame(wish, { ...upright_name(label_text(cost.label || 'cost', cost.unit), wish), x, y, series, tooltip }) };
}
