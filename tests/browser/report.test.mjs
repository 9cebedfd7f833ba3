// report.test.mjs -- the report: quiet, whole, usable by keyboard and by listening, on paper.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { every_kind, lines, plain_table, plane, report } from './fixtures.mjs';
import { clean_up, open_browser, open_page, page_with, root, scroll_through, template_path } from './pages.mjs';

const axe_source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
before(async () => { browser = await open_browser(); });
after(async () => { await browser.close(); await clean_up(); });

const open = async (data, settings) => open_page(browser, await page_with('report', data), settings);
const text_of_download = async (page, act) => {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
};

test('the same sources give the same bytes, and no foreign address', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'txpath-build-'));
  await promisify(execFile)(process.execPath, [join(root, 'sim', 'pages', 'build.mjs'), '--out', folder]);
  for (const name of ['report', 'explore']) {
    const made = await readFile(join(folder, `${name}.html`), 'utf8');
    assert.ok(made === await readFile(template_path(name), 'utf8'), `${name}.html differs from the built one; is that up to date?`);
    const addresses = new Set([...made.matchAll(/https?:\/\/[\w.-]+/g)].map(([address]) => address));
    addresses.delete('http://www.w3.org');  // names of XML vocabularies
    assert.deepEqual([...addresses].filter((address) => !/echarts\.apache\.org$/.test(address)), []);
  }
  await rm(folder, { recursive: true });
});

test('every kind of figure shows something and breaks no rule', async () => {
  const { page, faults, context } = await open(report());
  await scroll_through(page);
  for (const { kind, title } of every_kind()) {
    const figure = page.locator(`figure.kind-${kind}`);
    assert.equal(await figure.locator('.finding').textContent(), title);
    assert.equal(await figure.locator('.problem').count(), 0, kind);
    if (kind === 'table') continue;
    const drawn = await figure.locator('.chart svg').evaluateAll((all) => all.flatMap((svg) => [...svg.querySelectorAll('path, rect, polygon, circle, image')])
      .filter((shape) => { const { width, height } = shape.getBoundingClientRect(); return width + height > 3; }).length);
    assert.ok(drawn >= 5, `${kind}: ${drawn} shapes`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('the first screen holds question, answer and the leading chart', async () => {
  const { page, context } = await open(report());
  for (const wish of ['.question', '.answer', 'figure .chart svg']) {
    const box = await page.locator(wish).first().boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= 800, `${wish} ${JSON.stringify(box)}`);
  }
  await context.close();
});

test('nothing is wider than a phone', async () => {
  const { page, context, faults } = await open(report(), { viewport: { width: 390, height: 844 } });
  await scroll_through(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const colorScheme of ['light', 'dark']) test(`axe finds nothing serious in ${colorScheme} colours`, async () => {
  const { page, context } = await open(report(), { colorScheme });
  await scroll_through(page);
  await page.getByRole('button', { name: 'Open all tables' }).click();
  await page.waitForTimeout(200);
  await page.evaluate(axe_source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(bad.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`), []);
  await context.close();
});

test('twelve tasks can be done with the keyboard alone', async () => {
  const { page, context, faults } = await open(report());
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const key = (name) => page.keyboard.press(name);
  const tab_to = async (want, most = 80) => {
    for (let steps = 0; steps < most; ++steps) { if (await page.evaluate(want)) return; await key('Tab'); }
    assert.fail(`the tab key does not reach ${want}`);
  };
  // 1 skip to the answer
  await key('Tab');
  assert.equal(await focused(), 'Skip to the answer');
  await key('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  // 2 change the colours
  await page.reload();
  await key('Tab'); await key('Tab'); await key('Enter');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await key('Enter');
  // 3 open and close all tables
  await key('Tab'); await key('Enter');
  assert.equal(await page.locator('details:not([open])').count(), 0);
  await key('Enter');
  // 4 reach the print button
  await key('Tab');
  assert.equal(await focused(), 'Print');
  // 5 go to a part by the table of contents
  await tab_to(() => document.activeElement.textContent === 'The decision');
  await key('Enter');
  await page.waitForTimeout(600);
  assert.ok(await page.evaluate(() => Math.abs(document.querySelector('#section-2').getBoundingClientRect().top) < 200));
  // 6 switch a name off and on, with arrows within the legend
  await page.reload();
  await tab_to(() => document.activeElement.closest('.legend'));
  await key('ArrowRight'); await key('Space');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'false');
  assert.equal(await focused(), 'more clinics');
  await key('End');
  assert.equal(await focused(), 'national guideline');
  // 7 open the table of the figure
  await tab_to(() => document.activeElement.tagName === 'SUMMARY');
  await key('Enter');
  assert.equal(await page.locator('figure details').first().evaluate((details) => details.open), true);
  // 8 sort it by a column, up and down
  await tab_to(() => document.activeElement.closest('th') && document.activeElement.textContent.startsWith('In remission'));
  await key('Enter');
  const sorted = () => page.evaluate(() => document.activeElement.closest('th').getAttribute('aria-sort'));
  assert.equal(await sorted(), 'ascending');
  await key('Enter');
  assert.equal(await sorted(), 'descending');
  // 9 see more rows
  await tab_to(() => document.activeElement.textContent === 'Show more rows');
  await key('Enter');
  assert.equal(await page.locator('figure').first().locator('tbody tr').count(), 180);
  // 10 save the numbers
  await tab_to(() => document.activeElement.textContent === 'Download CSV');
  const csv = await text_of_download(page, () => key('Enter'));
  assert.equal(csv.name, 'timeseries.csv');
  assert.equal(csv.text.split('\n').length, 182);
  // 11 save the drawing
  await tab_to(() => document.activeElement.textContent === 'Download SVG');
  const svg = await text_of_download(page, () => key('Enter'));
  assert.match(svg.text, /^<svg[^]*<\/svg>$/);
  // 12 find an input
  await tab_to(() => document.activeElement.id === 'inputs-search', 200);
  await page.keyboard.type('relapse 137');
  assert.equal(await page.locator('.inputs tbody tr').count(), 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a sorted column keeps missing cells last, and numbers are sorted as numbers', async () => {
  const figure = plain_table();
  figure.rows = [['b', 10, 1, null], ['a', 9, 2, 5], ['c', 100, 3, 4]];
  const { page, context } = await open(report([figure]));
  const firsts = () => page.locator('figure tbody th').allTextContents();
  await page.getByRole('button', { name: 'Cost ($)' }).click();
  assert.deepEqual(await firsts(), ['a', 'b', 'c']);
  await page.getByRole('button', { name: 'ICER ($ per QALY)' }).click();
  assert.deepEqual(await firsts(), ['c', 'a', 'b']);
  await page.getByRole('button', { name: 'ICER ($ per QALY)' }).click();
  assert.deepEqual(await firsts(), ['a', 'c', 'b']);
  await context.close();
});

test('a downloaded table has every digit of the data', async () => {
  const figure = lines('precise');
  figure.rows = [[0, 'a "quoted", name', 0.1 + 0.2, null, 1e-300]];
  const { page, context } = await open(report([figure]));
  const { text } = await text_of_download(page, () => page.getByRole('button', { name: /^Download CSV/ }).click());
  assert.equal(text, 'x,series,value,low,high\n0,"a ""quoted"", name",0.30000000000000004,,1e-300\n');
  await context.close();
});

test('wrong data give a sentence, not a blank page', async () => {
  const good = report();
  const cases = [
    [undefined, /holds no data/], [[], /not what they should be/], [{ format: 'txpath-report/2' }, /format 'txpath-report\/2'/],
    [{ ...good, sections: [{ title: 'x', figures: [{ kind: 'nonsense', title: 'f', columns: [], rows: [] }] }] }, /knows no kind 'nonsense'/],
    [{ ...good, sections: [{ title: 'x', figures: [{ ...lines(), columns: lines().columns.slice(1), rows: [] }] }] }, /column 'x' is missing/],
    [{ ...good, sections: [{ title: 'x', figures: [{ ...lines(), rows: [[1, 2]] }] }] }, /row 1 does not have 5 cells/],
    [{ ...good, sections: [{ title: 'x', figures: [{ ...lines(), rows: [['1', 'a', 'many', null, null]] }] }] }, /row 1 has no number in the column 'x'/],
    [{ ...good, sections: [{ title: 'x', figures: [{ ...lines(), rows: [] }] }] }, /nothing to draw/],
    [{ format: 'txpath-report/1' }, /Report/]];
  for (const [data, sentence] of cases) {
    const { page, faults, context } = await open(data);
    assert.match(await page.locator('main').textContent(), sentence);
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('one point, equal values, negative values and only missing values can be drawn', async () => {
  const odd = every_kind().flatMap((figure) => [figure.rows.slice(0, 1),
    figure.rows.slice(0, 9).map((row) => row.map((cell) => (typeof cell === 'number' ? 0 : cell))),
    figure.rows.slice(0, 9).map((row) => row.map((cell) => (typeof cell === 'number' ? -Math.abs(cell) * 1e9 : cell))),
    figure.rows.slice(0, 9).map((row) => row.map((cell) => (typeof cell === 'number' ? null : cell))),
  ].map((rows, at) => ({ ...figure, id: `${figure.kind}${at}`, rows })));
  const { page, faults, context } = await open(report(odd));
  await scroll_through(page);
  assert.deepEqual(await page.locator('figure .problem').allTextContents(), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a page with forty figures opens at once and draws what is in view', async () => {
  const figures = Array.from({ length: 40 }, (_, at) => ({ ...every_kind()[at % 12], id: `f${at}` }));
  figures[7] = { ...plane('big', 4000) };
  const html = await page_with('report', report(figures));
  assert.ok(Buffer.byteLength(html) < 3_000_000, `${Buffer.byteLength(html)} bytes`);
  const start = performance.now();
  const { page, context, faults } = await open_page(browser, html);
  await page.locator('figure .chart svg').first().waitFor();
  const taken = performance.now() - start;
  assert.ok(taken < 8000, `${taken} ms`);  // about 1 s on an idle machine
  assert.ok(await page.locator('figure .chart svg').count() < 12, 'only what is near the window is drawn');
  assert.ok(await page.locator('tbody tr').count() < 700, 'long tables are not in the page before they are opened');
  assert.deepEqual(faults, []);
  await context.close();
});

test('what is to be chosen is chosen by keyboard: drawing, table, legend and words follow, the file has all', async () => {
  const figure = lines('groups');
  figure.columns.push({ name: 'by', label: 'Groups by', unit: '', type: 'text' }, { name: 'kind', label: 'Measure', unit: '', type: 'text' });
  figure.rows = ['region', 'income'].flatMap((by) => ['starts', 'ends'].flatMap((kind) => [0, 1, 2].flatMap((x) =>
    [`${by} high`, `${by} low`].map((series, at) => [x, series, x * (at + 1), null, null, by, kind]))));
  figure.pick = ['by', 'kind'];
  const { page, faults, context } = await open(report([figure]));
  const view = page.locator('figure').first();
  const names = () => view.locator('.legend button').allTextContents();
  assert.deepEqual(await names(), ['region high', 'region low']);
  await view.getByText('Table: 6 rows').click();
  assert.equal(await view.locator('tbody tr').count(), 6);
  await view.getByLabel('Groups by').focus();
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await names(), ['income high', 'income low']);
  assert.equal(await view.locator('tbody tr').count(), 6);
  assert.match(await view.locator('tbody tr').first().textContent(), /income high/);
  assert.match(await view.locator('.chart').getAttribute('aria-label'), /Shown: income, starts\./);
  assert.equal(await view.locator('.chosen').textContent(), 'Shown: income, starts.');
  const { text } = await text_of_download(page, () => view.getByRole('button', { name: /^Download CSV/ }).click());
  assert.equal(text.trim().split('\n').length, 25);
  assert.deepEqual(faults, []);
  await context.close();
});

test('numbers at risk stand only where there are any', async () => {
  const figure = every_kind().find(({ kind }) => kind === 'survival');
  figure.rows = figure.rows.map((row) => (row[1] === 'placebo' ? [...row.slice(0, 5), null] : row));
  const { page, context } = await open(report([figure]));
  const texts = await page.locator('figure .chart text').allTextContents();
  assert.ok(texts.includes('maintenance') && !texts.includes('placebo'), texts.join('|'));
  await context.close();
});

test('paper keeps a heading with its drawing, repeats plain heads, and has all inputs', async () => {
  const { page, context, faults } = await open(report());
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.inputs tbody tr').count(), 140);
  for (const plate of await page.locator('.plate').all()) {
    assert.equal(await plate.evaluate((element) => getComputedStyle(element).breakInside), 'avoid');
    assert.equal(await plate.locator('.finding').count(), 1);
    // A4 without margins is 1,001 px high
    assert.ok((await plate.boundingBox()).height < 1000);
  }
  assert.equal(await page.locator('.inputs thead button').first().isVisible(), false);
  assert.equal(await page.locator('.inputs thead .on-paper').first().isVisible(), true);
  await page.setViewportSize({ width: 688, height: 1000 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 688);
  assert.deepEqual(faults, []);
  await context.close();
});

test('many assumptions are folded on the screen', async () => {
  const { page, context } = await open({ ...report(), assumptions: Array.from({ length: 60 }, (_, at) => `assumption ${at}`) });
  assert.match(await page.locator('#assumptions').textContent(), /60 assumptions in 140 inputs/);
  assert.equal(await page.locator('#assumptions li').first().isVisible(), false);
  await page.locator('#assumptions summary').click();
  assert.equal(await page.locator('#assumptions li').first().isVisible(), true);
  await context.close();
});

test('on paper every chart is drawn in light colours, short tables are open, and A4 holds it', async () => {
  const { page, context, faults } = await open(report(), { colorScheme: 'dark' });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  for (const { kind } of every_kind()) {
    if (kind === 'table') continue;
    assert.ok(await page.locator(`figure.kind-${kind} .chart svg`).count() > 0, kind);
  }
  assert.equal(await page.locator('figure.kind-waterfall tbody tr').count(), 7);
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  assert.equal(await page.locator('figure.kind-waterfall details[open]').count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});
