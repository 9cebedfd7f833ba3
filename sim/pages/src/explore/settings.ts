// settings.ts -- where the controls stand.
//
// Owns      Settings, the engine's settings made of it, and a slider's positions.
import type { Control } from './data';

/** A value for each control, by id. */
export type Settings = Map<string, number>;

export function as_today(controls: Control[]): Settings {
  return new Map(controls.map((control) => [control.id, control.value]));
}

export function with_changes(controls: Control[], changes: Record<string, number> | Map<string, number>): Settings {
  const all = as_today(controls);
  for (const [id, value] of changes instanceof Map ? changes : Object.entries(changes)) if (all.has(id)) all.set(id, value);
  return all;
}

export function changed(controls: Control[], settings: Settings): Control[] {
  return controls.filter((control) => settings.get(control.id) !== control.value);
}

/** What the engine is told: only what differs from the scenario, so that today's world is the scenario itself. */
export function for_engine(controls: Control[], settings: Settings): Record<string, string> {
  const told: Record<string, string> = {};
  for (const control of changed(controls, settings)) {
    const value = settings.get(control.id) ?? control.value;
    if (control.kind === 'switch') Object.assign(told, control.settings);
    else for (const { path, number, unit } of control.numbers) {
      const x = control.is_factor ? number * value : value;
      told[path] = unit === '' ? String(x) : `${x} ${unit}`;
    }
  }
  return told;
}

/** The positions of a slider: the steps, and today's value among them. */
export function positions(control: Control): number[] {
  const found: number[] = [];
  const places = Math.round((control.to - control.from) / control.step);
  for (let place = 0; place <= places; ++place) {
    // As few digits as the step has: 0.1 + 0.2 is 0.3 in a classroom.
    const x = Number((control.from + place * control.step).toPrecision(12));
    if (x <= control.to) found.push(x);
  }
  if (found.at(-1) !== control.to) found.push(control.to);
  if (!found.includes(control.value)) found.push(control.value);
  return found.sort((a, b) => a - b);
}

/** The position nearest to a value. */
export function nearest(places: number[], value: number): number {
  let best = 0;
  places.forEach((x, place) => { if (Math.abs(x - value) < Math.abs((places[best] ?? 0) - value)) best = place; });
  return best;
}
