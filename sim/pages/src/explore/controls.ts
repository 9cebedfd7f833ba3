// controls.ts -- the sliders and switches.
//
// Owns      Controls: where they stand, and the words beside them.
// Promises  every slider is a native one; its text says the number, what it means and where it comes from.
import type { Control } from './data';
import { make } from '../common/dom';
import { as_today, changed, nearest, positions, type Settings } from './settings';
import { beside_today, setting } from './words';

interface Row { control: Control; input: HTMLInputElement; places: number[]; output: HTMLElement; element: HTMLElement }

function source_of(control: Control): HTMLElement {
  const where = make('details', { class: 'source' }, make('summary', {}, 'Where from?', make('span', { class: 'unseen' }, ` ${control.title}`)));
  const today = control.kind === 'switch' ? 'Off in today\'s world.' : `Today: ${setting(control, control.value).replace(/^1 times today's$/, 'as it is')}.`;
  const kind = control.is_assumption ? 'An assumption, not a measured number.'
    : control.source_text !== '' ? `Source: ${control.source_text}` : '';
  where.append(make('p', {}, [today, kind, control.note === '' ? '' : `Note: ${control.note}.`].filter((part) => part !== '').join(' ')));
  return where;
}

export class Controls {
  readonly element = make('form', { class: 'controls', 'aria-label': 'What stands in the way' });
  private readonly rows: Row[] = [];
  private settings: Settings;

  constructor(controls: Control[], private readonly moved: () => void) {
    this.settings = as_today(controls);
    this.element.addEventListener('submit', (event) => event.preventDefault());
    const groups = new Map<string, HTMLElement>();
    for (const control of controls) {
      let group = groups.get(control.group);
      if (group === undefined) {
        group = make('fieldset', {}, make('legend', {}, control.group));
        groups.set(control.group, group);
        this.element.append(group);
      }
      group.append(this.row(control));
    }
  }

  now(): Settings { return new Map(this.settings); }

  set(settings: Settings): void {
    this.settings = new Map(settings);
    for (const row of this.rows) this.place(row);
    this.moved();
  }

  private row(control: Control): HTMLElement {
    const id = `control-${control.id}`;
    const output = make('output', { class: 'stands', for: id, 'aria-live': 'off' });
    const words = make('p', { class: 'words', id: `${id}-words` }, control.words);
    const is_switch = control.kind === 'switch';
    const input = make('input', { type: is_switch ? 'checkbox' : 'range', id, 'aria-describedby': `${id}-words` });
    if (is_switch) input.setAttribute('role', 'switch');
    const places = is_switch ? [0, 1] : positions(control);
    if (!is_switch) {
      input.min = '0';
      input.max = String(places.length - 1);
      input.step = '1';
    }
    const label = make('label', { for: id }, control.title);
    const element = is_switch
      ? make('div', { class: 'control switch' }, make('div', { class: 'line' }, input, label), output, words, source_of(control))
      : make('div', { class: 'control' }, label, output, input, words, source_of(control));
    const row: Row = { control, input, places, output, element };
    this.rows.push(row);
    input.addEventListener('input', () => {
      const value = is_switch ? (input.checked ? 1 : 0) : places[Number(input.value)] ?? control.value;
      this.settings.set(control.id, value);
      this.say(row);
      this.moved();
    });
    this.place(row);
    return element;
  }

  private place(row: Row): void {
    const value = this.settings.get(row.control.id) ?? row.control.value;
    if (row.control.kind === 'switch') row.input.checked = value >= 0.5;
    else row.input.value = String(this.at(row, value));
    this.say(row);
  }

  /** A value from a link need not be one of the steps: it becomes a position of its own. */
  private at(row: Row, value: number): number {
    if (!row.places.includes(value)) {
      row.places.push(value);
      row.places.sort((a, b) => a - b);
      row.input.max = String(row.places.length - 1);
    }
    return nearest(row.places, value);
  }

  private say(row: Row): void {
    const value = this.settings.get(row.control.id) ?? row.control.value;
    const text = beside_today(row.control, value);
    row.output.textContent = text;
    if (row.control.kind !== 'switch') {
      row.input.setAttribute('aria-valuetext', text);
      const last = Math.max(1, row.places.length - 1);
      row.element.style.setProperty('--today', String(nearest(row.places, row.control.value) / last));
    }
    row.element.classList.toggle('changed', value !== row.control.value);
  }
}

/** "Insurance says yes: 80 of 100 (today 54 of 100)" for each that moved. */
export function list_of_changes(controls: Control[], settings: Settings): HTMLElement {
  const moved = changed(controls, settings);
  const list = make('ul', { class: 'changes' });
  for (const control of moved)
    list.append(make('li', {}, make('strong', {}, control.title), `: ${beside_today(control, settings.get(control.id) ?? control.value)}`));
  return list;
}
