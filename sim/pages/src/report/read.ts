// read.ts -- the data of a report, judged before anything is shown.
//
// Owns      the shape of "txpath-report/1" as this page understands it.
// Promises  every field is there and of its type; what is wrong becomes a sentence in `problems` and nothing else is lost.
import { bags_of, list_of, read_figure, text_of } from '../common/figures/figure';
import type { Figure } from '../common/figures/figure';

export interface Verdict { name: string; status: 'good' | 'caution' | 'bad'; text: string }
export interface Section { id: string; title: string; text: string; figures: Figure[]; problems: string[] }
export interface Input { name: string; path: string; value: string; unit: string; distribution: string; source: string; grade: string; is_assumption: boolean; note: string }
export interface Report {
  kind: string; title: string; question: string; answer: string; lead: string;
  made: { name: string; value: string }[];
  verdict: Verdict[]; sections: Section[]; inputs: Input[]; assumptions: string[]; warnings: string[]; limits: string[];
}

const texts_of = (value: unknown): string[] => list_of(value).map(text_of).filter((text) => text !== '');

function read_section(bag: Record<string, unknown>, at: number): Section {
  const section: Section = { id: `section-${at + 1}`, title: text_of(bag['title']), text: text_of(bag['text']), figures: [], problems: [] };
  for (const wish of list_of(bag['figures'])) {
    const figure = read_figure(wish);
    if (typeof figure === 'string') section.problems.push(figure);
    else section.figures.push(figure);
  }
  return section;
}

export function read_report(data: Record<string, unknown>): Report {
  const is_status = (text: string): text is Verdict['status'] => text === 'good' || text === 'caution' || text === 'bad';
  const report: Report = {
    kind: text_of(data['kind']), title: text_of(data['title']) || 'Report', question: text_of(data['question']), answer: text_of(data['answer']), lead: text_of(data['lead']),
    made: bags_of(data['made']).map((bag) => ({ name: text_of(bag['name']), value: text_of(bag['value']) })),
    verdict: bags_of(data['verdict']).map((bag) => {
      const status = text_of(bag['status']);
      // An unknown word must not look like good news.
      return { name: text_of(bag['name']), status: is_status(status) ? status : 'caution', text: text_of(bag['text']) };
    }),
    sections: bags_of(data['sections']).map(read_section),
    inputs: bags_of(data['inputs']).map((bag) => ({
      name: text_of(bag['name']), path: text_of(bag['path']), value: text_of(bag['value']), unit: text_of(bag['unit']), distribution: text_of(bag['distribution']),
      source: text_of(bag['source']), grade: text_of(bag['grade']), is_assumption: bag['is_assumption'] === true, note: text_of(bag['note']) })),
    assumptions: texts_of(data['assumptions']), warnings: texts_of(data['warnings']), limits: texts_of(data['limits']) };
  number_figures(report);
  return report;
}

/** Ids become names of elements: ours, so that no id of the data can collide with another. */
function number_figures(report: Report): void {
  let count = 0;
  let lead = '';
  for (const section of report.sections) for (const figure of section.figures) {
    const id = `${++count}`;
    if (figure.id === report.lead && lead === '' && report.lead !== '') lead = id;
    figure.name = figure.id || `figure_${id}`;
    figure.id = id;
  }
  report.lead = lead;
}
