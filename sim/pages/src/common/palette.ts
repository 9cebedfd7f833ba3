// palette.ts -- one look for each name, in all charts of a page.
//
// Owns      the order of first appearance, and what follows from it: colour, dash, symbol and pattern.
// Promises  the first 280 names differ in more than colour alone: the cycles have the lengths 8, 5 and 7.
import { draw } from './dom';
import type { Colours } from './theme';

export interface Pattern { angle: number; width: number; gap: number; is_dotted: boolean }
export interface Look {
  colour: string;
  /** Lengths of line and gap; empty for a whole line. */
  dash: readonly number[];
  symbol: string;
  pattern: Pattern | null;
}

const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 5]];
/** Of each theme. */
const colour_count = 8;
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle'] as const;
const patterns: readonly (Pattern | null)[] = [
  null, { angle: 45, width: 2, gap: 6, is_dotted: false }, { angle: 0, width: 3, gap: 6, is_dotted: true },
  { angle: -45, width: 2, gap: 6, is_dotted: false }, { angle: 90, width: 2, gap: 5, is_dotted: false },
  { angle: 0, width: 2, gap: 5, is_dotted: false }, { angle: 30, width: 5, gap: 5, is_dotted: false }];

export class Palette {
  private readonly places_ = new Map<string, number>();

  /** Gives `name` its place, if it has none yet. */
  add(name: string): void {
    if (!this.places_.has(name)) this.places_.set(name, this.places_.size);
  }

  /** The place of a name; an unknown one comes last. */
  place(name: string): number {
    this.add(name);
    return this.places_.get(name) ?? 0;
  }

  look(name: string, colours: Colours): Look {
    return look_at(this.place(name), colours);
  }

  /** For one figure: each name keeps its look, unless an earlier one of them has the same colour and another is free. */
  within(names: readonly string[]): Palette {
    const own = new Palette();
    const taken = new Set<number>();
    for (const name of [...new Set(names)].sort((a, b) => this.place(a) - this.place(b))) {
      let place = this.place(name);
      while (taken.size < colour_count && taken.has(place % colour_count)) ++place;
      taken.add(place % colour_count);
      own.places_.set(name, place);
    }
    return own;
  }
}

export function look_at(place: number, colours: Colours): Look {
  return {
    colour: colours.series[place % colours.series.length] ?? colours.text, dash: dashes[place % dashes.length] ?? [],
    symbol: symbols[place % symbols.length] ?? 'circle', pattern: patterns[place % patterns.length] ?? null };
}

/** A pattern as the charts take it, drawn in the background's colour over a fill. */
export function decal(pattern: Pattern | null, colours: Colours): object | undefined {
  if (!pattern) return undefined;
  const size = pattern.width + pattern.gap;
  const color = `${colours.background}b0`;  // let the fill show through, or stripes flicker
  return pattern.is_dotted
    ? { symbol: 'circle', symbolSize: 0.9, dashArrayX: [[pattern.width, pattern.gap]], dashArrayY: [pattern.width, pattern.gap], color }
    : { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [pattern.width, size - pattern.width], rotation: (pattern.angle * Math.PI) / 180, color };
}

/** The symbol of a look, as the charts draw it. */
function symbol_at(x: number, y: number, look: Look, colours: Colours): SVGElement {
  const paint: Record<string, string | number> = look.symbol.startsWith('empty') ? { fill: colours.background, stroke: look.colour, 'stroke-width': 2 } : { fill: look.colour };
  const shape = look.symbol.replace('empty', '').toLowerCase();
  if (shape === 'circle') return draw('circle', { cx: x, cy: y, r: 3.6, ...paint });
  if (shape === 'rect') return draw('rect', { x: x - 3.5, y: y - 3.5, width: 7, height: 7, ...paint });
  const corners = shape === 'triangle' ? [[0, -4.5], [4.5, 4], [-4.5, 4]] : [[0, -5], [5, 0], [0, 5], [-5, 0]];
  return draw('polygon', { points: corners.map(([right = 0, down = 0]) => `${x + right},${y + down}`).join(' '), ...paint });
}

let swatches = 0;

/** The sample of a look beside a name in a legend: a line with its symbol, or a filled area. */
export function swatch(look: Look, kind: 'line' | 'area', colours: Colours): SVGElement {
  const frame = { width: 26, height: 14, viewBox: '0 0 26 14', 'aria-hidden': 'true', focusable: 'false' };
  if (kind === 'line')
    return draw('svg', frame, draw('line', {
      x1: 0, y1: 7, x2: 26, y2: 7, stroke: look.colour, 'stroke-width': 2.5, 'stroke-dasharray': look.dash.join(' ') || 'none' }), symbol_at(13, 7, look, colours));
  const id = `swatch${swatches++}`;
  const area = draw('rect', { x: 0.5, y: 0.5, width: 25, height: 13, fill: look.colour, stroke: colours.muted });
  if (!look.pattern) return draw('svg', frame, area);
  const { angle, width, gap, is_dotted } = look.pattern;
  const size = width + gap;
  const mark = is_dotted
    ? draw('circle', { cx: size / 2, cy: size / 2, r: width / 2, fill: colours.background })
    : draw('rect', { x: 0, y: 0, width: size, height: width, fill: colours.background });
  return draw('svg', frame,
    draw('defs', {}, draw('pattern', { id, width: size, height: size, patternUnits: 'userSpaceOnUse', patternTransform: `rotate(${-angle})` }, mark)),
    area, draw('rect', { x: 0.5, y: 0.5, width: 25, height: 13, fill: `url(#${id})` }));
}
