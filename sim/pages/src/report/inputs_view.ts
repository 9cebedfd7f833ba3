// inputs_view.ts -- the inputs of the model with their sources, to be searched.
//
// Owns      the filters; the table is the common one.
import { make } from '../common/dom';
import { table } from '../common/table';
import type { Column } from '../common/table';
import { count_text } from '../common/words';
import type { Input } from './read';

const columns: Column[] = [
  ['name', 'Input'], ['value', 'Value'], ['distribution', 'Uncertainty'], ['source', 'Source'], ['grade', 'Grade'], ['note', 'Note'], ['path', 'Where in the scenario'],
].map(([name = '', label = '']) => ({ name, label, unit: '', type: 'text' }));

const row_of = (input: Input): string[] => [
  input.name || input.path, `${input.value}${input.unit && !input.value.endsWith(input.unit) ? ` ${input.unit}` : ''}`, input.distribution, input.is_assumption ? 'assumption' : input.source, input.grade, input.note, input.path];

export function inputs_view(inputs: readonly Input[]): HTMLElement {
  const host = make('div');
  const status = make('p', { role: 'status', class: 'table-note' });
  const search = make('input', { type: 'search', id: 'inputs-search' });
  const only = make('input', { type: 'checkbox', id: 'inputs-assumptions' });
  const grade = make('select', { id: 'inputs-grade' }, make('option', { value: '' }, 'all grades'),
    ...[...new Set(inputs.map((input) => input.grade))].filter((one) => one !== '').sort().map((one) => make('option', { value: one }, one)));
  const searched = inputs.map((input) => row_of(input).join('\n').toLowerCase());
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const found = inputs.filter((input, at) => (!only.checked || input.is_assumption) && (grade.value === '' || input.grade === grade.value) && words.every((word) => searched[at]?.includes(word)));
    status.textContent = `${count_text(found.length, 'input')} of ${inputs.length}`;
    host.replaceChildren(found.length ? table(columns, found.map(row_of), 'Inputs and their sources') : make('p', {}, 'No input fits.'));
  };
  for (const [element, event] of [[search, 'input'], [only, 'change'], [grade, 'change']] as const) element.addEventListener(event, show);
  show();
  return make('div', { class: 'inputs' },
    make('div', { class: 'filters' }, make('label', { for: 'inputs-search' }, 'Search ', search), make('label', { for: 'inputs-grade' }, 'Grade ', grade),
      make('label', { for: 'inputs-assumptions' }, only, ' assumptions only')), status, host);
}
