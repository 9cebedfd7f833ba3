// words.ts -- numbers and names as people read them.
//
// Owns      how a number with its unit is written, and how long a name may be where there is little room.
// Promises  the same text in every browser and country: grouping by comma, a point before the fraction.

const days_of_year = 365.25;
const shares = new Set(['share', 'proportion', 'probability', 'fraction']);

export const is_share = (unit: string): boolean => shares.has(unit);

const plain = (digits: number) => new Intl.NumberFormat('en', { maximumSignificantDigits: digits });
const formats = [plain(3), plain(4), plain(6), plain(12)] as const;
const scientific = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: 4 });

/** A number with as many digits as a reader needs; 'fine' keeps more of them, for tables; 'share' is for per cent in little room. */
export function number_text(value: number, how: 'axis' | 'brief' | 'fine' | 'share'): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return scientific.format(value);
  if (how === 'share') return formats[0].format(size >= 10 ? Math.round(value) : Math.round(value * 10) / 10);
  if (how === 'axis') return formats[size >= 1e4 ? 3 : 1].format(value);
  if (how === 'brief') return (size >= 1000 ? formats[2] : formats[0]).format(size >= 1000 ? Math.round(value) : value);
  return (size >= 1e5 ? formats[3] : formats[2]).format(value);
}

/** A number with its unit: shares as per cent. */
export function quantity_text(value: number, unit: string, how: 'axis' | 'brief' | 'fine'): string {
  if (is_share(unit)) return `${number_text(value * 100, how)} %`;
  return unit === '' || how === 'axis' ? number_text(value, how) : `${number_text(value, how)} ${unit}`;
}

/** A heading of a column or an axis: what it is, and its unit. */
export function label_text(label: string, unit: string): string {
  if (unit === '' || is_share(unit)) return label;
  return `${label} (${unit})`;
}

/** A text of at most `most` characters; what is cut off is shown by an ellipsis. */
export function short(text: string, most: number): string {
  const flat = text.replace(/\s+/g, ' ');
  const letters = flat.length > most * 4 ? [...flat.slice(0, most * 4)] : [...flat];
  return letters.length <= most && letters.length * 4 >= flat.length ? letters.join('') : `${letters.slice(0, Math.max(1, most - 1)).join('')}…`;
}

/** Days are read as years where there are many of them: the factor and the word. */
export function time_scale(unit: string, span: number): { per: number; unit: string } {
  return unit === 'days' && span >= 2 * days_of_year ? { per: days_of_year, unit: 'years' } : { per: 1, unit };
}

/** "1 row", "2 rows". */
export const count_text = (count: number, one: string): string => `${number_text(count, 'fine')} ${one}${count === 1 ? '' : 's'}`;
