// figures -- drawn from runs made when the site is built; each is a picture with a text of what it shows.
import {join} from 'node:path';

import {escaped} from './markdown.mjs';
import {resultsIn, table, txpath, withFolder} from './program.mjs';

const width = 640, height = 260, left = 70, right = 20, top = 20, bottom = 40;

function run(words) {
    return withFolder(folder => {
        const scenario = join(folder, 'clinic.yaml');
        txpath('init', scenario, '--quiet');
        const out = join(folder, 'out');
        txpath('run', scenario, '--quiet', '--out', out, ...words);
        return table(join(resultsIn(out), 'timeseries.csv')).filter(row => row.stratum === 'all');
    });
}

/** By replicate: events of a measure over the whole run. */
function totals(rows, measure) {
    const sums = [];
    for (const row of rows.filter(other => other.measure === measure))
        sums[row.replicate - 1] = (sums[row.replicate - 1] ?? 0) + Number(row.value);
    return sums;
}

const number = value => Math.round(value).toLocaleString('en-US');
const text = (x, y, words, more = '') => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="13" fill="currentColor" ${more}>${escaped(words)}</text>`;

function picture(label, body, caption) {
    return `<figure><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}" `
        + `font-family="inherit">${body}</svg><figcaption>${escaped(caption)}</figcaption></figure>\n`;
}

const people = 2000, replicates = 20;
const twice = ['--set', 'tracks.ssri.transitions.begin.rate=1.2 per year'];

function sameLuck() {
    const size = ['--population', String(people), '--replicates', String(replicates)];
    const before = totals(run(size), 'relapses'), after = totals(run([...size, ...twice]), 'relapses');
    const rows = [
        ['same luck', before.map((value, place) => after[place] - value)],
        ['other luck', before.map((value, place) => after[(place + 1) % replicates] - value)],
    ];
    const all = rows.flatMap(row => row[1]);
    const low = Math.min(0, ...all), high = Math.max(0, ...all);
    const x = value => left + 40 + (value - low) / (high - low) * (width - left - 40 - right);
    const axis = height - bottom;
    let body = `<line x1="${x(low)}" x2="${x(high)}" y1="${axis}" y2="${axis}" stroke="currentColor"/>`
        + `<line x1="${x(0)}" x2="${x(0)}" y1="${top}" y2="${axis}" stroke="currentColor" stroke-dasharray="4 4"/>`;
    const step = 10 ** Math.floor(Math.log10(high - low)), ticks = [];
    for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
    for (const value of ticks) body += text(x(value), axis + 18, number(value), 'text-anchor="middle"');
    rows.forEach(([name, values], place) => {
        const y = top + 50 + place * 90;
        body += text(10, y + 5, name);
        for (const value of values) body += `<circle cx="${x(value).toFixed(1)}" cy="${y}" r="5" fill="none" stroke="currentColor" stroke-width="1.6"/>`;
    });
    const spread = values => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    };
    const [same, other] = rows.map(row => spread(row[1]));
    return picture('Twenty differences on the same luck lie close together; twenty on other luck are spread widely.', body,
        `Difference in relapses over two years when the rate of beginning is doubled in clinic.yaml; ${number(people)} simulated people (who stand for `
        + `80,000), ${replicates} replicates, one ring each. Standard deviation ${number(same)} on the same luck, ${number(other)} on other luck.`);
}

function bands() {
    const rows = run(['--population', '200', '--replicates', '200']).filter(row => row.measure === 'in_remission');
    const times = [...new Set(rows.map(row => Number(row.time)))].sort((a, b) => a - b);
    const at = times.map(time => rows.filter(row => Number(row.time) === time).map(row => Number(row.value)).sort((a, b) => a - b));
    const quantile = (values, share) => values[Math.round(share * (values.length - 1))];
    const most = Math.max(...at.map(values => quantile(values, 0.95)));
    const x = time => left + (time - times[0]) / (times.at(-1) - times[0]) * (width - left - right);
    const y = value => height - bottom - value / most * (height - top - bottom);
    const point = (time, value) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`;
    const band = (low, high, opacity) => `<polygon fill="currentColor" opacity="${opacity}" points="`
        + `${times.map((time, place) => point(time, quantile(at[place], high))).join(' ')} `
        + `${times.map((time, place) => point(time, quantile(at[place], low))).reverse().join(' ')}"/>`;
    const middle = times.map((time, place) => point(time, at[place].reduce((sum, value) => sum + value, 0) / at[place].length)).join(' ');
    const axis = height - bottom;
    let body = band(0.05, 0.95, 0.18) + band(0.25, 0.75, 0.3) + `<polyline fill="none" stroke="currentColor" stroke-width="2" points="${middle}"/>`
        + `<line x1="${left}" x2="${width - right}" y1="${axis}" y2="${axis}" stroke="currentColor"/>`;
    for (const share of [0, 0.5, 1]) body += text(left - 8, y(share * most) + 4, number(share * most), 'text-anchor="end"');
    for (const time of [times[0], times[Math.floor(times.length / 2)], times.at(-1)])
        body += text(x(time), axis + 18, String(Number(time.toFixed(2))), 'text-anchor="middle"');
    return picture('People in remission rise over two years, with two bands around the mean.', body,
        'People in remission in clinic.yaml by time in years, 200 simulated people and 200 replicates: the mean, the middle half of the replicates (dark) '
        + 'and the middle nine tenths (light). These bands show the luck of the draw alone.');
}

const makers = {same_luck: sameLuck, bands};
const made = new Map();
export function figures(name) {
    if (!makers[name]) throw new Error(`no figure is called ${name}`);
    if (!made.has(name)) made.set(name, makers[name]());
    return made.get(name);
}
