// main.ts -- the explorer: a page for a class in which what stands in the way of a treatment can be moved.
//
// Owns      the page's parts and what passes between them.
// Promises  at most one redraw a frame; the page's thread never computes a world; what is shown is what was asked for
//           last, or the page says that it is still at work.
import './style.css';
import { Controls, list_of_changes } from './controls';
import { Curves } from './curves';
import { read_data, type ExploreData } from './data';
import { Engine, read_today, type Answer, type Question } from './engine';
import { Lessons } from './lessons';
import { fragment_of, read_fragment } from './link';
import { notes_sheet } from './notes';
import { results_csv } from './results_csv';
import { Runner, type Shown } from './runner';
import { as_today, changed, for_engine, with_changes } from './settings';
import { summary, Tiles } from './tiles';
import { page_data } from '../common/data';
import { button, make } from '../common/dom';
import { file_name, hand_out } from '../common/download';
import { colours, is_dark, on_theme, start_theme, switch_theme } from '../common/theme';

class Page {
  private readonly status = make('p', { class: 'status', id: 'status' }, 'Getting ready…');
  private readonly what = make('p', { class: 'what', id: 'what', tabindex: -1 });
  /** For screen readers: said once the controls rest, not at every step of a slider. */
  private readonly said = make('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  private readonly problem = make('p', { class: 'problem', role: 'alert' });
  private readonly moved_list = make('div', { class: 'moved' });
  private readonly controls: Controls;
  private readonly tiles: Tiles;
  private readonly charts: Curves[];
  private readonly lessons: Lessons;
  private runner: Runner | undefined;
  private shown: Shown | undefined;
  private frame = 0;
  private saying: ReturnType<typeof setTimeout> | undefined;
  private is_following_link = false;
  private answers = 0;

  constructor(private readonly data: ExploreData) {
    this.problem.hidden = true;
    this.tiles = new Tiles(data.outcomes);
    this.controls = new Controls(data.controls, () => this.moved());
    this.lessons = new Lessons(data.lessons, data.outcomes,
      { set: (settings) => this.controls.set(with_changes(data.controls, settings)) }, () => this.keep_address());
    const names = [...new Set(data.outcomes.map((outcome) => outcome.chart))];
    this.charts = names.map((name, place) => new Curves(name, data.outcomes.filter((outcome) => outcome.chart === name), place));
    this.build();
  }

  private build(): void {
    const { data } = this;
    const sheet = notes_sheet(data.title, data.notes);
    const head = make('header', {},
      make('div', {}, make('h1', {}, data.title), make('p', { class: 'about' }, data.description)),
      make('div', { class: 'tools', role: 'group', 'aria-label': 'Page' },
        button('Reset', () => this.reset()), button('Copy link', () => void this.copy_link()),
        button('Download CSV', () => this.download()), button('For teachers', () => sheet.showModal()),
        button('Larger text', (() => {
          document.documentElement.classList.toggle('large');
        })), button('Light or dark', () => switch_theme())));
    const charts = make('div', { class: 'charts' }, ...this.charts.map((chart) => chart.figure));
    const results = make('section', { class: 'results', id: 'results', 'aria-labelledby': 'results-title' },
      make('h2', { id: 'results-title' }, 'What changes'), this.what, this.status, this.moved_list, this.tiles.element, charts,
      make('p', { class: 'fine' }, 'Dotted lines: today\'s world, with the same luck. Shaded: where the mean lies in 95 % of repetitions with other luck. ' +
        'How sure the numbers behind the sliders are is not in it.'));
    const aside = make('section', { class: 'panel', 'aria-labelledby': 'panel-title' },
      make('h2', { id: 'panel-title' }, 'What stands in the way'), this.controls.element);
    document.body.append(
      make('a', { class: 'skip', href: '#what' }, 'Skip to the results'),
      head, this.problem, make('main', {}, this.lessons.element, make('div', { class: 'columns' }, aside, results)),
      make('footer', {}, make('p', {}, `Made by txpath ${data.version}. Invented people, published and assumed numbers; research software, not medical advice.`)),
      this.said, sheet);
    document.title = data.title;
  }

  async start(): Promise<void> {
    const paint = () => {
      colours().series.forEach((colour, place) => document.documentElement.style.setProperty(`--series-${place}`, colour));
      document.documentElement.style.colorScheme = is_dark() ? 'dark' : 'light';
    };
    on_theme(paint);
    start_theme();
    this.follow_link();
    window.addEventListener('hashchange', () => this.follow_link());
    try {
      const today = await read_today(this.data.today);
      // after the first picture, as both take time
      const engine = new Promise<Engine>((resolve, reject) => {
        setTimeout(() => Engine.start(this.data.engine, this.data.world, this.data.people.quick).then(({ engine }) => resolve(engine), reject));
      });
      this.runner = new Runner({ run: (question, signal) => this.ask(engine, question, signal) }, this.data, today,
        (shown) => this.came(shown), (why) => this.fail(why));
      this.runner.ask(for_engine(this.data.controls, this.controls.now()));
      await engine;
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private async ask(engine: Promise<Engine>, question: Question, signal?: AbortSignal): Promise<Answer> {
    const answer = await (await engine).run(question, signal);
    document.documentElement.dataset['answers'] = String(++this.answers);  // for tests
    return answer;
  }

  private moved(): void {
    const settings = this.controls.now();
    this.moved_list.replaceChildren(list_of_changes(this.data.controls, settings));
    this.status.textContent = 'Working it out…';
    this.keep_address();
    this.runner?.ask(for_engine(this.data.controls, settings));
  }

  private came(shown: Shown): void {
    this.shown = shown;
    if (this.frame !== 0) return;  // it will be in the next picture
    this.redraw();
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.shown !== shown) this.redraw();
    });
  }

  private redraw(): void {
    if (this.shown === undefined) return;
    const { comparison, is_refining, most_replicates } = this.shown;
    const moved = changed(this.data.controls, this.controls.now()).length;
    for (const chart of this.charts) chart.show(comparison);
    this.tiles.show(comparison, moved === 0);
    this.lessons.show(comparison);
    const text = summary(this.data.outcomes, comparison, moved, this.data.horizon_years);
    this.what.textContent = text;
    const people = new Intl.NumberFormat('en').format(comparison.people);
    this.status.textContent = is_refining
      ? `${people} simulated people so far; more are on their way (${comparison.replicates} of ${most_replicates}).`
      : `${people} simulated people.`;
    document.documentElement.dataset['replicates'] = String(comparison.replicates);
    clearTimeout(this.saying);
    this.saying = setTimeout(() => { if (this.said.textContent !== text) this.said.textContent = text; }, 1200);
  }

  private fail(why: string): void {
    this.status.textContent = 'It could not be worked out.';
    this.tell(`It could not be worked out: ${why}. Reset the controls, or open the page again.`);
  }

  private tell(problem: string): void {
    this.problem.textContent = problem;
    this.problem.hidden = problem === '';
  }

  private reset(): void {
    this.tell('');
    this.lessons.close();
    this.controls.set(as_today(this.data.controls));
  }

  /** The address says where the controls stand, so that it can be copied; it adds nothing to the history. */
  private keep_address(): void {
    if (this.is_following_link) return;
    const fragment = fragment_of(this.data.controls, this.controls.now(), this.lessons.now());
    history.replaceState(null, '', fragment === '' ? location.href.replace(/#.*$/, '') : fragment);
  }

  private follow_link(): void {
    const found = read_fragment(location.hash, this.data.controls, this.data.lessons);
    this.is_following_link = true;
    this.tell(typeof found === 'string' ? found : '');
    if (found === null || typeof found === 'string') {
      this.lessons.close();
      this.controls.set(as_today(this.data.controls));
    } else {
      this.controls.set(with_changes(this.data.controls, found.changes));
      if (found.lesson === null) this.lessons.close();
      else this.lessons.show_open(found.lesson);
    }
    this.is_following_link = false;
  }

  private async copy_link(): Promise<void> {
    this.keep_address();
    try {
      await navigator.clipboard.writeText(location.href);
      this.said.textContent = 'The link was copied.';
      this.status.textContent = 'The link was copied.';
    } catch {
      this.status.textContent = `Copy the address of this page: ${location.href}`;
    }
  }

  private download(): void {
    if (this.shown === undefined) return;
    const text = results_csv(this.data, this.controls.now(), this.shown.comparison);
    hand_out(file_name(this.data.title, 'csv'), 'text/csv', text);
  }
}

function begin(): void {
  const found = page_data('txpath-explore/1');
  if ('problem' in found) {
    document.body.append(make('main', {}, make('p', {}, found.problem)));
    return;
  }
  try {
    void new Page(read_data(found.data)).start();
  } catch (error) {
    document.body.append(make('main', {}, make('p', {}, `This page's data are not in order: ${error instanceof Error ? error.message : String(error)}. Make it again.`)));
  }
}

begin();
