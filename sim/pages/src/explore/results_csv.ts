// results_csv.ts -- what is shown, as a table.
//
// Owns      results_csv.
// Promises  the numbers behind the charts, unrounded; settings as rows of the same table, with the time 0.
import type { ExploreData } from './data';
import { csv_text, type Cell } from '../common/download';
import type { Comparison } from './results';
import { changed, type Settings } from './settings';

export function results_csv(data: ExploreData, settings: Settings, comparison: Comparison): string {
  const head = ['kind', 'name', 'title', 'unit', 'years', 'now', 'now_low', 'now_high', 'today', 'change', 'change_low', 'change_high', 'people'];
  const rows: Cell[][] = changed(data.controls, settings).map((control) => {
    const value = settings.get(control.id) ?? control.value;
    return ['setting', control.id, control.title, control.unit, 0, value, null, null, control.value, value - control.value, null, null, null];
  });
  for (const outcome of data.outcomes)
    for (const { time, now, today, change } of comparison.points.get(outcome.id) ?? [])
      rows.push(['outcome', outcome.id, outcome.title, outcome.unit, time, now.mean, now.low, now.high, today.mean,
        change.mean, change.low, change.high, comparison.people]);
  return csv_text(head, rows);
}
