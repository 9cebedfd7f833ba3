// theme.ts -- light and dark, and the colours of charts in each.
//
// Owns      which of the two is in force: what the reader chose, else what the system says; paper is always light.
// Promises  every colour of a series has a contrast of at least 3 to 1 with its background, and any two of them differ
//           under each of the three kinds of colour blindness (least CIELAB distance 23 in light, 28 in dark). The eight were found
//           by a search that began at the colours of Okabe and Ito.

export interface Colours {
  background: string;
  text: string;
  muted: string;
  line: string;
  series: readonly string[];
}

const light: Colours = {
  background: '#ffffff', text: '#1c2024', muted: '#575e66', line: '#c9ced4',
  series: ['#0047A0', '#A84D1A', '#23A659', '#E03D93', '#C08A00', '#4278FF', '#1A0A2A', '#6C362B'],
};
const dark: Colours = {
  background: '#1b1e23', text: '#eceef1', muted: '#aab2bc', line: '#474e57',
  series: ['#6680FA', '#DC791C', '#1DC976', '#B99CE4', '#FFD01B', '#BCF4FF', '#FFFFD4', '#B5748F'],
};

const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners: (() => void)[] = [];
let chosen: 'light' | 'dark' | undefined;
let on_paper = false;

export const is_paper = (): boolean => on_paper;
export const is_dark = (): boolean => !on_paper && (chosen ? chosen === 'dark' : system.matches);
export const colours = (): Colours => (is_dark() ? dark : light);
export const paper_colours: Colours = light;

function apply(): void {
  document.documentElement.dataset['theme'] = is_dark() ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

/** Calls `listener` whenever the colours have changed. */
export function on_theme(listener: () => void): void {
  listeners.push(listener);
}

export function start_theme(): void {
  system.addEventListener('change', () => { if (!chosen) apply(); });
  apply();
}

export function switch_theme(): void {
  chosen = is_dark() ? 'light' : 'dark';
  apply();
}

/** Charts are drawn for paper until this is said again with false. */
export function set_paper(is_on: boolean): void {
  on_paper = is_on;
  apply();
}
