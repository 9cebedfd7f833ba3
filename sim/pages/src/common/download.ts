// download.ts -- files that a page hands out.
//
// Owns      CSV as the program writes it: comma, LF, quotes only where they are needed, missing = empty.
import { make } from './dom';

export type Cell = number | string | null;

const csv_cell = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export function csv_text(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(csv_cell).join(',')}\n`).join('');
}

/** A name that every file system takes. */
export function file_name(wish: string, ending: string): string {
  const plain = wish.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 80);
  return `${plain || 'figure'}.${ending}`;
}

export function hand_out(name: string, kind: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: kind }));
  const link = make('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
