// link.ts -- settings in an address: `#1:price=-2&guideline=1`.
//
// Owns      the form of share links and what is said of those that are not in order.
// Promises  a link is taken whole or not at all; nothing in it reaches the page but numbers and names of controls;
//           the time it takes is bounded by its length, at most 2,000 characters.
import type { Control, Lesson } from './data';
import { changed, type Settings } from './settings';

const version = '1';
const most_characters = 2000;

export interface Shared { changes: Map<string, number>; lesson: string | null }

export function fragment_of(controls: Control[], settings: Settings, lesson: Lesson | null): string {
  const parts = changed(controls, settings).map((control) => `${control.id}=${settings.get(control.id)}`);
  if (lesson !== null) parts.push(`step:${lesson.id}`);
  return parts.length === 0 ? '' : `#${version}:${parts.join('&')}`;
}

/** A name from a link, fit to be shown. */
function shown(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]/g, '?');
  return plain.length > 30 ? `${plain.slice(0, 30)}…` : plain;
}

function read_part(part: string, controls: Map<string, Control>, lessons: Lesson[], shared: Shared): string | null {
  const step = /^step:([a-z][a-z0-9_]*)$/.exec(part)?.[1];
  if (step !== undefined) {
    if (!lessons.some((lesson) => lesson.id === step)) return `there is no step '${shown(step)}' here`;
    shared.lesson = step;
    return null;
  }
  const match = /^([a-z][a-z0-9_]*)=(-?\d{1,15}(?:\.\d{1,15})?(?:e-?\d{1,2})?)$/.exec(part);
  if (match === null) return `'${shown(part)}' is no setting`;
  const [, id = '', digits = ''] = match;
  const control = controls.get(id);
  if (control === undefined) return `there is no control '${shown(id)}' here`;
  if (shared.changes.has(id)) return `'${control.title}' is set twice`;
  const value = Number(digits);
  if (!Number.isFinite(value) || value < control.from || value > control.to)
    return `'${control.title}' goes from ${control.from} to ${control.to}, not to ${shown(digits)}`;
  if (control.kind === 'switch' && value !== 0 && value !== 1) return `'${control.title}' is 0 or 1, not ${shown(digits)}`;
  shared.changes.set(id, value);
  return null;
}

/** The settings of an address; null: it has none; a text: why it is not taken. */
export function read_fragment(fragment: string, controls: Control[], lessons: Lesson[]): Shared | string | null {
  if (fragment === '' || fragment === '#') return null;
  if (fragment.length > most_characters) return `The link is too long (${fragment.length} characters), so today's world is shown.`;
  const found = /^#(\d{1,6}):(.*)$/.exec(fragment);
  if (found === null) return 'The link holds no settings that this page can read, so today\'s world is shown.';
  if (found[1] !== version) return `The link was made by another version of this page (${found[1]}, this is ${version}), so today's world is shown.`;
  const shared: Shared = { changes: new Map(), lesson: null };
  const by_id = new Map(controls.map((control) => [control.id, control]));
  for (const part of (found[2] ?? '').split('&')) {
    if (part === '') continue;
    const problem = read_part(part, by_id, lessons, shared);
    if (problem !== null) return `The link is not in order: ${problem}. Today's world is shown.`;
  }
  return shared;
}
