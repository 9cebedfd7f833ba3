// lessons.ts -- the steps of a lesson: read, predict, reveal.
//
// Owns      Lessons.
// Promises  what a class is asked is not shown before somebody has answered or has chosen not to.
import type { Lesson, Outcome } from './data';
import { button, make } from '../common/dom';
import type { Comparison } from './results';
import { amount, change_in_words } from './words';

export interface Stage {
  /** Move the controls: a lesson's settings, or today's world. */
  set(settings: Record<string, number>): void;
}

export class Lessons {
  readonly element = make('section', { class: 'lessons', 'aria-labelledby': 'lessons-title' });
  private readonly body = make('div', { class: 'lesson', tabindex: -1 });
  private readonly buttons: HTMLButtonElement[] = [];
  private readonly measured = make('p', { class: 'measured' });
  private open: Lesson | null = null;
  private is_revealed = false;
  private last: Comparison | null = null;

  constructor(private readonly lessons: Lesson[], private readonly outcomes: Outcome[], private readonly stage: Stage,
              private readonly changed: () => void) {
    const steps = make('ol', { class: 'steps' });
    lessons.forEach((lesson, place) => {
      const step = button(`${place + 1} ${lesson.title}`, () => this.go(lesson), { 'aria-pressed': 'false' });
      this.buttons.push(step);
      steps.append(make('li', {}, step));
    });
    this.element.append(make('h2', { id: 'lessons-title' }, 'A lesson in steps'), steps, this.body);
    this.element.hidden = lessons.length === 0;
  }

  /** The step that is open and shows its own settings. */
  now(): Lesson | null { return this.open; }

  /** Opens a step from a link: its settings come with the link. */
  show_open(id: string): void {
    const lesson = this.lessons.find((one) => one.id === id);
    if (lesson === undefined) return;
    this.open = lesson;
    this.is_revealed = true;
    this.draw();
  }

  close(): void {
    this.open = null;
    this.draw();
  }

  go(lesson: Lesson): void {
    this.open = lesson;
    this.is_revealed = lesson.predict === null;
    this.stage.set(this.is_revealed ? lesson.settings : {});
    this.draw();
    this.body.focus({ preventScroll: true });
    this.changed();
  }

  /** New numbers have come. */
  show(comparison: Comparison): void {
    this.last = comparison;
    this.measure();
  }

  private measure(): void {
    const predict = this.open?.predict;
    const outcome = this.outcomes.find((one) => one.id === predict?.outcome);
    const end = outcome === undefined ? undefined : this.last?.points.get(outcome.id)?.at(-1);
    if (!this.is_revealed || outcome === undefined || end === undefined) {
      this.measured.textContent = '';
      return;
    }
    this.measured.textContent = `${outcome.title}: ${amount(outcome, end.now.mean)} at the end, today ${amount(outcome, end.today.mean)}; ` +
      `${change_in_words(outcome, end.change)}.`;
  }

  private draw(): void {
    this.buttons.forEach((step, place) => step.setAttribute('aria-pressed', String(this.lessons[place] === this.open)));
    this.body.replaceChildren();
    const lesson = this.open;
    if (lesson === null) return;
    this.body.append(make('h3', {}, lesson.title), make('p', {}, lesson.text));
    if (lesson.predict !== null && !this.is_revealed) this.body.append(this.question(lesson));
    if (this.is_revealed) {
      this.body.append(this.measured);
      if (lesson.reveal !== '') this.body.append(make('p', {}, lesson.reveal));
      const next = this.lessons[this.lessons.indexOf(lesson) + 1];
      if (next !== undefined) this.body.append(button(`Next: ${next.title}`, () => this.go(next), { class: 'main' }));
    }
    this.measure();
  }

  private question(lesson: Lesson): HTMLElement {
    const { question, options } = lesson.predict ?? { question: '', options: [] };
    const answers = make('fieldset', { class: 'predict' }, make('legend', {}, `Your guess: ${question}`));
    const reveal = button('Show what happens', () => this.reveal(lesson, answers), { class: 'main' });
    reveal.disabled = true;
    options.forEach((option, place) => {
      const id = `guess-${place}`;
      const input = make('input', { type: 'radio', id, name: 'guess', value: option });
      input.addEventListener('change', () => { reveal.disabled = false; });
      answers.append(make('div', { class: 'option' }, input, make('label', { for: id }, option)));
    });
    answers.append(reveal, button('Without a guess', () => this.reveal(lesson, answers), { class: 'quiet' }));
    return answers;
  }

  private reveal(lesson: Lesson, answers: HTMLElement): void {
    const guess = answers.querySelector<HTMLInputElement>('input:checked')?.value;
    this.is_revealed = true;
    this.stage.set(lesson.settings);
    this.draw();
    if (guess !== undefined) this.body.querySelector('p')?.after(make('p', { class: 'guess' }, `Your guess: ${guess}`));
    this.body.focus({ preventScroll: true });
    this.changed();
  }
}
