// diagram.ts -- pathways as drawings: states and transitions, one small picture a track.
//
// Owns      the drawing; where things stand comes from dagre.
// Promises  states and transitions are numbered for dagre, so no name can be taken for anything else.
import dagre from '@dagrejs/dagre';
import { font } from '../chart';
import { draw, make } from '../dom';
import type { Cell } from '../download';
import type { Colours } from '../theme';
import { short } from '../words';
import { groups, Reader } from './figure';
import type { Figure } from './figure';

const letter = 6.6;  // width of a letter of 12 px, about
const most_letters = 26;
const box_height = 30;
const loop_height = 34;  // under a state that can be entered from itself

interface Spot { x: number; y: number; width: number; height: number }
interface Edge { points: { x: number; y: number }[]; x: number; y: number; width: number; height: number }

let arrows = 0;

/** A smooth path through dagre's points. */
function path_of(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const parts = [`M${first.x} ${first.y}`];
  rest.forEach((point, at) => {
    const next = rest[at + 1];
    parts.push(next ? `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}` : `L${point.x} ${point.y}`);
  });
  return parts.join(' ');
}

/** The picture of one track. */
function track_drawing(figure: Figure, track: string, colours: Colours, is_narrow: boolean): SVGElement {
  const reader = new Reader(figure);
  const all = groups(figure, 'track').get(track) ?? [];
  const is_loop = (row: readonly Cell[]) => reader.text(row, 'from') === reader.text(row, 'to');
  const rows = all.filter((row) => !is_loop(row));
  const loops = new Map<string, string[]>();
  for (const row of all.filter(is_loop)) loops.set(reader.text(row, 'from'), [...(loops.get(reader.text(row, 'from')) ?? []), reader.text(row, 'label')]);
  const room = loops.size ? loop_height : 0;
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: is_narrow ? 'TB' : 'LR', nodesep: 26 + (is_narrow ? 0 : room), ranksep: is_narrow ? 34 + room : 40, edgesep: 14, marginx: 8, marginy: 8 + room });
  graph.setDefaultEdgeLabel(() => ({}));
  const states = new Map<string, string>();
  const id_of = (state: string) => {
    const found = states.get(state);
    if (found !== undefined) return found;
    const id = `n${states.size}`;
    states.set(state, id);
    graph.setNode(id, { width: Math.max(56, short(state, most_letters).length * (letter + 0.6) + 20), height: 30 });
    return id;
  };
  rows.forEach((row, at) => {
    const [from, to] = [id_of(reader.text(row, 'from')), id_of(reader.text(row, 'to'))];
    const label = short(reader.text(row, 'label'), most_letters);
    graph.setEdge(from, to, { width: label.length * (letter - 0.5) + 8, height: 16, labelpos: 'c' }, `e${at}`);
  });
  for (const state of loops.keys()) id_of(state);
  dagre.layout(graph);
  const { width = 100, height = 60 } = graph.graph() as { width?: number; height?: number };
  const arrow = `arrow${arrows++}`;
  const lines: SVGElement[] = [];
  const texts: SVGElement[] = [];
  rows.forEach((row, at) => {
    const edge = graph.edge({ v: id_of(reader.text(row, 'from')), w: id_of(reader.text(row, 'to')), name: `e${at}` }) as unknown as Edge;
    const law = reader.text(row, 'law');
    lines.push(draw('path', { d: path_of(edge.points), fill: 'none', stroke: colours.muted, 'stroke-width': 1.4, 'marker-end': `url(#${arrow})` }));
    const label = short(reader.text(row, 'label'), most_letters);
    if (label) texts.push(draw('g', {}, draw('title', {}, law ? `${reader.text(row, 'label')}: ${law}` : reader.text(row, 'label')),
      draw('rect', { x: edge.x - edge.width / 2, y: edge.y - 8, width: edge.width, height: 16, fill: colours.background, opacity: 0.9 }),
      draw('text', { x: edge.x, y: edge.y + 4, 'text-anchor': 'middle', 'font-size': 11, fill: colours.muted, 'font-family': font }, label)));
  });
  const boxes = [...states].map(([state, id]) => {
    const spot = graph.node(id) as unknown as Spot;
    return draw('g', {}, draw('title', {}, state),
      draw('rect', { x: spot.x - spot.width / 2, y: spot.y - box_height / 2, width: spot.width, height: box_height, rx: 6, fill: colours.background, stroke: colours.text, 'stroke-width': 1.4 }),
      draw('text', { x: spot.x, y: spot.y + 4, 'text-anchor': 'middle', 'font-size': 12, fill: colours.text, 'font-family': font }, short(state, most_letters)));
  });
  for (const [state, labels] of loops) {
    const spot = graph.node(id_of(state)) as unknown as Spot;
    const [x, y] = [spot.x, spot.y + box_height / 2];
    lines.push(draw('path', { d: `M${x - 16} ${y}C${x - 22} ${y + 24} ${x + 22} ${y + 24} ${x + 16} ${y + 1}`, fill: 'none', stroke: colours.muted, 'stroke-width': 1.4, 'marker-end': `url(#${arrow})` }));
    texts.push(draw('g', {}, draw('title', {}, labels.join(', ')),
      draw('text', { x, y: y + 31, 'text-anchor': 'middle', 'font-size': 11, fill: colours.muted, 'font-family': font }, short(labels.join(', '), most_letters))));
  }
  return draw('svg', { xmlns: 'http://www.w3.org/2000/svg', width: Math.ceil(width), height: Math.ceil(height), viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}` },
    draw('defs', {}, draw('marker', { id: arrow, viewBox: '0 0 8 8', refX: 7.5, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto' }, draw('path', { d: 'M0 0L8 4L0 8z', fill: colours.muted }))),
    ...lines, ...boxes, ...texts);
}

/** All tracks of a diagram, each under its name. */
export function draw_diagram(figure: Figure, colours: Colours, width: number): { name: string; drawing: SVGElement }[] {
  return [...groups(figure, 'track').keys()].map((name) => ({ name, drawing: track_drawing(figure, name, colours, width < 560) }));
}

const paper = { width: 660, height: 880, least_scale: 0.5 };

/** The drawing of a track for paper: to the right or downward, whichever stays larger; null where neither can be read. */
function paper_drawing(figure: Figure, name: string, colours: Colours): SVGElement | null {
  const scale = (drawing: SVGElement) => Math.min(1, paper.width / Number(drawing.getAttribute('width')), paper.height / Number(drawing.getAttribute('height')));
  const [best] = [false, true].map((is_narrow) => track_drawing(figure, name, colours, is_narrow)).sort((one, other) => scale(other) - scale(one));
  if (!best || scale(best) < paper.least_scale) return null;
  best.style.width = `${Math.floor(Number(best.getAttribute('width')) * scale(best))}px`;
  return best;
}

/** The same as elements of a page. */
export function diagram_elements(figure: Figure, colours: Colours, width: number, is_paper: boolean): HTMLElement {
  const drawings = is_paper
    ? [...groups(figure, 'track').keys()].map((name) => ({ name, drawing: paper_drawing(figure, name, colours) ?? make('p', {}, 'Too large for this paper: it can be read on the screen and in the SVG file.') }))
    : draw_diagram(figure, colours, width);
  return make('div', { class: 'diagrams' }, ...drawings.map(({ name, drawing }) =>
    make('div', { class: 'diagram' }, make('p', { class: 'diagram-name' }, name), make('div', { class: 'diagram-drawing' }, drawing))));
}

/** The same as one SVG file, one track under the other. */
export function diagram_file(figure: Figure, colours: Colours): string {
  let top = 0;
  let width = 0;
  const parts = draw_diagram(figure, colours, 1000).map(({ name, drawing }) => {
    const heading = draw('text', { x: 8, y: top + 18, 'font-size': 14, 'font-weight': 'bold', fill: colours.text, 'font-family': font }, short(name, 80));
    drawing.setAttribute('x', '0');
    drawing.setAttribute('y', String(top + 26));
    top += 40 + Number(drawing.getAttribute('height'));
    width = Math.max(width, Number(drawing.getAttribute('width')));
    return draw('g', {}, heading, drawing);
  });
  const all = draw('svg', { width, height: top, viewBox: `0 0 ${width} ${top}` }, draw('rect', { width, height: top, fill: colours.background }), ...parts);
  return new XMLSerializer().serializeToString(all);
}
