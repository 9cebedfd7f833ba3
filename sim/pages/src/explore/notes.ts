// notes.ts -- the teacher's notes, on a sheet of their own.
//
// Owns      notes_sheet.
import { button, make } from '../common/dom';

/** Headings begin with '# ', items with '- ', empty lines separate paragraphs; lines between belong together. */
export function notes_parts(text: string): HTMLElement[] {
  const parts: HTMLElement[] = [];
  let list: HTMLUListElement | null = null;
  let paragraph: HTMLElement | null = null;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('# ')) {
      parts.push(make('h3', {}, line.slice(2)));
      list = paragraph = null;
    } else if (line.startsWith('- ')) {
      if (list === null) parts.push(list = make('ul'));
      list.append(make('li', {}, line.slice(2)));
      paragraph = null;
    } else if (line === '') {
      list = paragraph = null;
    } else {
      const last = list?.lastElementChild ?? null;
      if (last !== null) last.append(` ${line}`);
      else if (paragraph !== null) paragraph.append(` ${line}`);
      else parts.push(paragraph = make('p', {}, line));
    }
  }
  return parts;
}

export function notes_sheet(title: string, text: string): HTMLDialogElement {
  const sheet = make('dialog', { class: 'sheet', 'aria-labelledby': 'notes-title' });
  const close = button('Close', () => sheet.close());
  const print = button('Print these notes', () => {
    document.documentElement.classList.add('prints-notes');
    window.print();
    document.documentElement.classList.remove('prints-notes');
  });
  sheet.append(make('div', { class: 'sheet-head' }, make('h2', { id: 'notes-title' }, `For teachers: ${title}`), print, close),
    ...notes_parts(text));
  return sheet;
}
