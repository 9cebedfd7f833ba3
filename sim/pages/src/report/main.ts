// main.ts -- the report: one page that shows what a run, comparison or analysis found.
//
// Owns      the order of the page: answer first, then how far it can be trusted, the figures, the inputs, how it was made.
import '../common/page.css';
import { page_data } from '../common/data';
import { add, button, make } from '../common/dom';
import { FigureView } from '../common/figure_view';
import { names_in } from '../common/figures/figure';
import { Palette } from '../common/palette';
import { is_dark, on_theme, set_paper, start_theme, switch_theme } from '../common/theme';
import { count_text } from '../common/words';
import { inputs_view } from './inputs_view';
import { read_report } from './read';
import type { Report, Verdict } from './read';

const kinds = new Map([
  ['run', 'Run'], ['comparison', 'Comparison of strategies'], ['uncertainty', 'Uncertainty analysis'], ['barriers', 'Barriers analysis'],
  ['sensitivity', 'Sensitivity analysis'], ['validation', 'Validation'], ['calibration', 'Calibration']]);
const marks: Record<Verdict['status'], [sign: string, word: string]> = { good: ['✓', 'in order'], caution: ['!', 'take care'], bad: ['✗', 'not in order'] };

/** A part of the page with a heading, which the table of contents lists. */
interface Part { id: string; title: string; element: HTMLElement }

const part = (id: string, title: string, ...inside: (Node | null)[]): Part =>
  ({ id, title, element: make('section', { id, 'aria-labelledby': `${id}-title`, tabindex: -1 }, make('h2', { id: `${id}-title` }, title), ...inside) });

const most_listed = 12;

/** Assumptions are inputs too: where they are many, the list is folded, and paper has them in the table of inputs. */
function assumptions_part(report: Report): Part[] {
  const { assumptions, inputs } = report;
  if (assumptions.length <= most_listed) return text_part('assumptions', 'Assumptions', assumptions);
  return [part('assumptions', 'Assumptions', make('p', {}, `${count_text(assumptions.length, 'assumption')} in ${count_text(inputs.length, 'input')}: those of the grade 'assumption' in the table of inputs.`),
    make('details', {}, make('summary', {}, `All ${count_text(assumptions.length, 'assumption')}`), make('ul', {}, ...assumptions.map((text) => make('li', {}, text)))))];
}

const text_part = (id: string, title: string, texts: readonly string[]): Part[] =>
  texts.length ? [part(id, title, make('ul', {}, ...texts.map((text) => make('li', {}, text))))] : [];

function verdict_list(verdict: readonly Verdict[]): HTMLElement {
  return make('ul', { class: 'verdict' }, ...verdict.map(({ name, status, text }) => make('li', { class: status },
    make('span', { class: 'sign', 'aria-hidden': 'true' }, marks[status][0]), make('div', {}, make('strong', {}, `${name}: ${marks[status][1]}`), make('p', {}, text)))));
}

function contents(parts: readonly Part[]): HTMLElement {
  return make('nav', { class: 'contents', 'aria-label': 'Contents' }, make('p', { class: 'contents-title' }, 'Contents'),
    make('ul', {}, ...parts.map(({ id, title }) => make('li', {}, make('a', { href: `#${id}` }, title)))));
}

function sections(report: Report, views: Map<string, FigureView>): Part[] {
  return report.sections.map((section) => part(section.id, section.title || 'Findings', section.text ? make('p', {}, section.text) : null,
    ...section.problems.map((text) => make('p', { class: 'problem' }, text)),
    ...section.figures.map((figure) => figure.id === report.lead
      ? make('p', { class: 'elsewhere' }, make('a', { href: `#figure-${figure.id}` }, figure.title), ' (shown at the top)')
      : views.get(figure.id)?.element ?? null)));
}

function toolbar(views: Iterable<FigureView>): HTMLElement {
  const theme = button('', switch_theme);
  const say = () => { theme.textContent = is_dark() ? 'Light colours' : 'Dark colours'; };
  on_theme(say);
  say();
  const all = button('Open all tables', () => {
    const is_open = all.getAttribute('aria-pressed') !== 'true';
    all.setAttribute('aria-pressed', String(is_open));
    all.textContent = is_open ? 'Close all tables' : 'Open all tables';
    for (const view of views) view.set_open(is_open || view.figure.kind === 'table');
  }, { 'aria-pressed': 'false' });
  return make('div', { class: 'toolbar' }, theme, all, button('Print', () => window.print()));
}

/** Charts are drawn when they come near the window, again when their width changes, and all of them for paper. */
function draw_in_time(views: readonly FigureView[]): void {
  const by_element = new Map<Element, FigureView>(views.map((view) => [view.element, view]));
  let is_paper = false;
  const seen = new Set<FigureView>();
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const view = by_element.get(entry.target);
      if (!entry.isIntersecting || !view) continue;
      seen.add(view);
      if (!is_paper) view.draw();
    }
  }, { rootMargin: '400px' });
  const wide = new ResizeObserver(() => { if (!is_paper) requestAnimationFrame(() => { for (const view of seen) view.draw(); }); });
  for (const view of views) near.observe(view.element);
  wide.observe(document.body);
  on_theme(() => { for (const view of views) view.redraw(); });
  const open_before = new Set<HTMLDetailsElement>();
  const to_paper = () => {
    if (is_paper) return;
    is_paper = true;
    for (const details of document.querySelectorAll('details')) if (details.open) open_before.add(details);
    set_paper(true);
    for (const view of views) view.for_paper();
  };
  const from_paper = () => {
    if (!is_paper) return;
    is_paper = false;
    set_paper(false);
    for (const details of document.querySelectorAll('details')) details.open = open_before.has(details);
    open_before.clear();
    for (const view of seen) view.draw();
  };
  window.addEventListener('beforeprint', to_paper);
  window.addEventListener('afterprint', from_paper);
}

function show(report: Report): void {
  const palette = new Palette();
  const figures = report.sections.flatMap((section) => section.figures);
  for (const figure of figures) for (const name of names_in(figure)) palette.add(name);
  const views = new Map(figures.map((figure) => [figure.id, new FigureView(figure, palette, figure.id === report.lead ? 2 : 3)]));
  const worst = report.verdict.some((one) => one.status === 'bad') ? 'bad' : report.verdict.some((one) => one.status === 'caution') ? 'caution' : 'good';
  const sentences = { good: 'All checks are in order.', caution: 'Some checks call for care.', bad: 'Some checks failed: do not use these numbers before you know why.' };
  const trust = report.verdict.length ? [part('verdict', 'How far this can be trusted', make('p', {}, sentences[worst]), verdict_list(report.verdict))] : [];
  const parts: Part[] = [
    ...trust, ...text_part('warnings', 'Warnings', report.warnings), ...sections(report, views),
    ...(report.inputs.length ? [part('inputs', 'Inputs and their sources', inputs_view(report.inputs))] : []),
    ...assumptions_part(report), ...text_part('limits', 'Limits', report.limits),
    ...(report.made.length ? [part('made', 'How this was made', make('dl', {}, ...report.made.flatMap(({ name, value }) => [make('dt', {}, name), make('dd', {}, value)])))] : [])];
  const lead = views.get(report.lead);
  const head = make('header', {}, make('p', { class: 'kind' }, `${kinds.get(report.kind) ?? 'Report'} · txpath`), make('h1', {}, report.title),
    report.question ? make('p', { class: 'question' }, report.question) : null, report.answer ? make('p', { class: 'answer' }, report.answer) : null,
    worst !== 'good' && trust.length ? make('p', { class: `alarm ${worst}` }, make('a', { href: '#verdict' }, sentences[worst])) : null);
  add(document.body, make('a', { href: '#content', class: 'skip' }, 'Skip to the answer'), toolbar([...views.values()]),
    make('div', { class: 'page' }, contents(parts), make('main', { id: 'content', tabindex: -1 }, head, lead ? lead.element : null, ...parts.map(({ element }) => element))));
  draw_in_time([...views.values()]);
}

start_theme();
const found = page_data('txpath-report/1');
if ('problem' in found) add(document.body, make('main', { class: 'page' }, make('h1', {}, 'No report'), make('p', { class: 'problem' }, found.problem)));
else show(read_report(found.data));
