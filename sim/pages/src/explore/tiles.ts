// tiles.ts -- the outcomes at the end of the years, and what changed in a sentence.
//
// Owns      Tiles, summary.
import type { Outcome } from './data';
import { make } from '../common/dom';
import type { Comparison } from './results';
import { amount, change_in_words, direction, is_clear, type Change } from './words';

const arrows = { better: '▲ better: ', worse: '▼ worse: ', more: '▲ ', fewer: '▼ ', same: '' } as const;

interface Tile { outcome: Outcome; element: HTMLElement; value: HTMLElement; change: HTMLElement }

export class Tiles {
  readonly element = make('ul', { class: 'tiles', 'aria-label': 'Outcomes at the end' });
  private readonly tiles: Tile[];

  constructor(outcomes: Outcome[]) {
    this.tiles = outcomes.map((outcome) => {
      const value = make('span', { class: 'value' }, '…');
      const change = make('span', { class: 'change' }, '');
      const element = make('li', { class: 'tile', 'data-outcome': outcome.id }, make('span', { class: 'name' }, outcome.title), value, change);
      this.element.append(element);
      return { outcome, element, value, change };
    });
  }

  show(comparison: Comparison, is_today: boolean): void {
    for (const { outcome, element, value, change } of this.tiles) {
      const end = comparison.points.get(outcome.id)?.at(-1);
      if (end === undefined) {
        value.textContent = 'none';
        change.textContent = '';
        continue;
      }
      const way = is_today ? 'same' : direction(outcome, end.change);
      value.textContent = amount(outcome, end.now.mean);
      change.textContent = is_today ? "today's world" : `${arrows[way]}${change_in_words(outcome, end.change)}`;
      element.dataset['way'] = way;
    }
  }
}

function end_of(comparison: Comparison, outcome: Outcome): Change | null {
  return comparison.points.get(outcome.id)?.at(-1)?.change ?? null;
}

/** What changed, in one or two sentences. */
export function summary(outcomes: Outcome[], comparison: Comparison, moved: number, years: number): string {
  if (moved === 0) return `This is today's world over ${years} years. Move a slider or open a step of the lesson.`;
  const what = moved === 1 ? 'one change' : `${moved} changes`;
  const told = outcomes.flatMap((outcome) => {
    const change = end_of(comparison, outcome);
    return change !== null && is_clear(change) ? [{ outcome, change }] : [];
  });
  const people = `${new Intl.NumberFormat('en').format(comparison.people)} simulated people`;
  if (told.length === 0)
    return `With ${what}, nothing that is counted here differs clearly from today after ${years} years (${people}).`;
  const parts = told.slice(0, 3).map(({ outcome, change }) => `${outcome.title}: ${change_in_words(outcome, change)}`);
  const rest = outcomes.length - told.length;
  const others = rest > 0 ? ` ${rest} of ${outcomes.length} outcomes show no clear change.` : '';
  const luck = comparison.replicates < 2 ? ` A first estimate from ${people}; how sure it is, is being worked out.` : ` From ${people}.`;
  return `With ${what}, after ${years} years. ${parts.join('. ')}.${others}${luck}`;
}
