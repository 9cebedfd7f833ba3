// main.ts -- the report: one page that shows what a run, comparison or analysis found.
import { page_data } from '../shared/data';
import { add, make } from '../shared/dom';

const found = page_data('txpath-report/1');
add(document.body, make('main', {}, make('p', {}, 'problem' in found ? found.problem : String(found.data['title']))));
