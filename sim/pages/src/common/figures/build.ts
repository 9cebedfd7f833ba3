// build.ts -- from a figure to its drawing.
//
// Owns      which kind is drawn by whom, and which sample stands in its legend.
import { draw_sankey, draw_stacked } from './areas';
import { draw_bars, draw_tornado, draw_waterfall } from './bars';
import type { Figure, Kind } from './figure';
import type { Drawing, Wish } from './frame';
import { draw_lines } from './lines';
import { draw_plane } from './plane';

const makers: Record<Exclude<Kind, 'diagram' | 'table'>, (wish: Wish) => Drawing> = {
  bands: (wish) => draw_lines(wish, 'bands'), lines: (wish) => draw_lines(wish, 'lines'), survival: (wish) => draw_lines(wish, 'survival'),
  acceptability: (wish) => draw_lines(wish, 'acceptability'), stacked: draw_stacked, sankey: draw_sankey, bars: draw_bars, waterfall: draw_waterfall,
  tornado: draw_tornado, plane: draw_plane };

export type Charted = Figure & { kind: keyof typeof makers };

export const is_charted = (figure: Figure): figure is Charted => figure.kind !== 'diagram' && figure.kind !== 'table';

/** The drawing of `wish.figure`, which is one of the charted kinds. */
export function drawing_of(wish: Wish & { figure: Charted }): Drawing {
  return makers[wish.figure.kind](wish);
}

/** What the legend of a kind shows beside each name; null where names stand in the chart. */
export function swatch_kind(kind: Kind): 'line' | 'area' | null {
  if (kind === 'bands' || kind === 'lines' || kind === 'survival' || kind === 'acceptability' || kind === 'plane') return 'line';
  return kind === 'stacked' || kind === 'sankey' || kind === 'bars' ? 'area' : null;
}

/** What cannot be seen without words: the looks that no name stands for. */
export function key_text(kind: Kind): string {
  if (kind === 'tornado') return 'Striped bars: the input at its low value; plain bars: at its high value. The numbers beside the bars are these values of the input.';
  if (kind === 'acceptability') return 'The broad grey line follows the strategy with the highest expected net benefit.';
  if (kind === 'plane') return 'Small marks: single samples; large marks: means; ovals: 95 % of a normal cloud; dashed lines: willingness to pay.';
  if (kind === 'waterfall') return 'Striped bars: decreases; dotted bars: increases; plain bars: start and end.';
  return '';
}
