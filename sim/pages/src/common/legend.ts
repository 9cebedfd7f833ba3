// legend.ts -- the names of a chart as switches.
//
// Owns      roving focus: one stop of the tab key, arrows within, as the ARIA practices describe a toolbar.
import { button, make } from './dom';
import { swatch } from './palette';
import type { Palette } from './palette';
import type { Colours } from './theme';
import { short } from './words';

export interface Legend {
  names: readonly string[];
  kind: 'line' | 'area';
  palette: Palette;
  colours: Colours;
  hidden: Set<string>;
  changed(): void;
}

const steps = new Map([['ArrowRight', 1], ['ArrowDown', 1], ['ArrowLeft', -1], ['ArrowUp', -1]]);

/** Puts the legend into `host`; a focus that was in it stays on the same name. */
export function legend(host: HTMLElement, wish: Legend): void {
  const had_focus = [...host.querySelectorAll('button')].findIndex((one) => one === document.activeElement);
  const buttons = wish.names.map((name) => {
    const made = button('', () => {
      if (wish.hidden.has(name)) wish.hidden.delete(name);
      else wish.hidden.add(name);
      wish.changed();
    }, { 'aria-pressed': !wish.hidden.has(name), tabindex: -1 });
    made.append(swatch(wish.palette.look(name, wish.colours), wish.kind, wish.colours), make('span', {}, short(name || '(no name)', 60)));
    return made;
  });
  const focus = (place: number, is_moved: boolean) => {
    buttons.forEach((one, at) => { one.tabIndex = at === place ? 0 : -1; });
    if (is_moved) buttons[place]?.focus();
  };
  focus(Math.max(0, had_focus), had_focus >= 0);
  const bar = make('div', { class: 'legend', role: 'toolbar', 'aria-label': 'Names in the chart: switch on or off' }, ...buttons);
  bar.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((one) => one === document.activeElement);
    const step = steps.get(event.key);
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : step === undefined ? -1 : (at + step + buttons.length) % buttons.length;
    if (at < 0 || next < 0) return;
    event.preventDefault();
    focus(next, true);
  });
  host.replaceChildren(bar);
  if (had_focus >= 0) buttons[had_focus]?.focus();
}
