// main.ts -- the explorer: one page in which a scenario can be tried out.
import { page_data } from '../shared/data';
import { add, make } from '../shared/dom';

const found = page_data('txpath-explore/1');
add(document.body, make('main', {}, make('p', {}, 'problem' in found ? found.problem : String(found.data['title']))));
