// words.ts -- numbers as a class reads them.
//
// Owns      how settings, outcomes and changes are put into words.
import type { Control, Outcome } from './data';

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** A count without more digits than it deserves. */
export function count(x: number): string {
  const size = Math.abs(x);
  if (size < 1000) return counts.format(x);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(size)) - 2);
  return counts.format(Math.round(x / step) * step);
}

export function plain(x: number): string { return short.format(Math.abs(x) < 1e-12 ? 0 : x); }

/** What a slider stands at: "54 of 100", "0.95 per year", "0.5 times today's". */
export function setting(control: Control, x: number): string {
  if (control.kind === 'switch') return x >= 0.5 ? 'on' : 'off';
  switch (control.shown_as) {
    case 'of_100': return `${plain(100 * x)} of 100`;
    case 'times': return `${plain(x)} times today's`;
    case 'doublings': return `${plain(2 ** x)} times today's`;
    default: return control.unit === '' ? plain(x) : `${plain(x)} ${control.unit}`;
  }
}

/** The same with what it is today. */
export function beside_today(control: Control, x: number): string {
  const now = setting(control, x);
  const is_of_today = control.kind === 'slider' && (control.shown_as === 'times' || control.shown_as === 'doublings');
  if (is_of_today) return x === control.value ? 'as today' : now;
  return x === control.value ? `${now} (as today)` : `${now} (today ${setting(control, control.value)})`;
}

export function is_share(outcome: Outcome): boolean { return outcome.unit === 'share'; }

/** An outcome: "8,540 people", "18 of 100". */
export function amount(outcome: Outcome, x: number): string {
  if (is_share(outcome)) return `${plain(Math.round(1000 * x) / 10)} of 100`;
  return `${count(x)} ${outcome.unit}`;
}

/** The size of a change: "1,240", "12 of 100". */
export function size(outcome: Outcome, x: number): string {
  return is_share(outcome) ? `${plain(Math.round(1000 * Math.abs(x)) / 10)} of 100` : count(Math.abs(x));
}

export interface Change { mean: number; low: number | null; high: number | null }

/** Is it told apart from none? Without an interval: is it other than none? */
export function is_clear(change: Change): boolean {
  if (change.low === null || change.high === null) return change.mean !== 0;
  return change.low > 0 || change.high < 0;
}

export function direction(outcome: Outcome, change: Change): 'better' | 'worse' | 'more' | 'fewer' | 'same' {
  if (!is_clear(change) || change.mean === 0) return 'same';
  const is_more = change.mean > 0;
  if (outcome.good === 'neither') return is_more ? 'more' : 'fewer';
  return is_more === (outcome.good === 'high') ? 'better' : 'worse';
}

/** "1,240 more than today (95 %: 980 to 1,500)", "no clear change". */
export function change_in_words(outcome: Outcome, change: Change): string {
  const { mean, low, high } = change;
  if (low === null || high === null) {
    if (mean === 0) return 'as today so far';
    return `about ${size(outcome, mean)} ${mean > 0 ? 'more' : 'fewer'} so far`;
  }
  if (mean === 0 && low === 0 && high === 0) return 'as today';
  const signed = (x: number) => `${x < 0 ? '−' : '+'}${size(outcome, x)}`;
  if (!is_clear(change)) return `no clear change (95 %: ${signed(low)} to ${signed(high)})`;
  const [near, far] = mean > 0 ? [low, high] : [-high, -low];
  return `${size(outcome, mean)} ${mean > 0 ? 'more' : 'fewer'} than today (95 %: ${size(outcome, near)} to ${size(outcome, far)})`;
}
