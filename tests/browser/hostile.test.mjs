// hostile.test.mjs -- texts that want to be more than text: in every field of a report no script runs and nothing hangs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bars, bands, diagram, plain_table, report, sankey, survival } from './fixtures.mjs';
import { clean_up, open_browser, open_page, page_with } from './pages.mjs';

const run = 'globalThis.scripts_run++';
const seeds = [
  `</script><script>${run}</script>`, `<img src=x onerror="${run}">`, `<svg onload="${run}">`, `"><script>${run}</script>`, `' onmouseover='${run}' x='`, `javascript:${run}`,
  `<iframe srcdoc="<script>parent.${run}</script>">`, `<a href="javascript:${run}">x</a>`, `<style>@import "http://192.0.2.1/x"</style>`, `<link rel=stylesheet href=//192.0.2.1/x>`,
  `<math><mtext></p><img src onerror=${run}>`, `<!--<script>`, `-->`, `<!--txpath:data-->`, `<!--txpath:head-->`, '$& $` $\' $1 $$', '{{constructor.constructor("scripts_run++")()}}', '${scripts_run++}',
  '{a|rich}{b|text}', '{@2024} {0} {{0}} %s %n', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf', 'prototype', '\u202Eevil\u202C', '\u2066\u2067\u2068\u2069', '\u2028\u2029',
  '\u0000\u0001\u001b[31m', '\ud800', 'a'.repeat(10000), 'ab '.repeat(4000), '\u0301'.repeat(2000), '👩‍👩‍👧‍👦'.repeat(300), '', ' ', '=1+1', '@SUM(1)', 'url(http://192.0.2.1/x)', '&lt;script&gt;', '&#x3c;script&#x3e;',
  `<details open ontoggle=${run}>`, `<base href="http://192.0.2.1/">`, `<meta http-equiv=refresh content="0;url=http://192.0.2.1/">`, `<form action=//192.0.2.1><button>`, `<object data="data:text/html,<script>${run}</script>">`,
  `\\u003cscript\\u003e${run}`, `]]><script>${run}</script>`];
// 500 texts: each seed as it is, doubled, in other letters, cut, and joined with its neighbours.
const twists = [(a) => a, (a) => a.toUpperCase(), (a, b) => a + b, (a, b) => `${b}\n${a}`, (a) => a.replaceAll('<', '<\u0000'), (a) => a.slice(0, -1), (a) => `x ${a} x`, (a, b, c) => a + b + c, (a) => a.replaceAll(' ', '\t'), (a) => a.replaceAll('"', '`')];
const texts = twists.flatMap((twist) => seeds.map((seed, at) => twist(seed, seeds[(at + 1) % seeds.length], seeds[(at + 7) % seeds.length]))).slice(0, 500);

/** `value` with each text in it replaced by the next hostile one; words that steer stay. */
function poisoned(value, next, key = '') {
  if (typeof value === 'string') return ['format', 'kind', 'type', 'name-of-column'].includes(key) ? value : next();
  if (Array.isArray(value)) return value.map((one) => poisoned(one, next, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === 'columns' ? one.map((column) => ({ ...column, label: next(), unit: next() })) : poisoned(one, next, name)]));
}

let browser;
before(async () => { browser = await open_browser(); });
after(async () => { await browser.close(); await clean_up(); });

test('500 hostile texts in all fields run no script, ask for nothing and do not hang', { timeout: 600_000 }, async () => {
  assert.equal(texts.length, 500);
  let at = 0;
  const next = () => texts[at++ % texts.length];
  const small = (figure) => ({ ...figure, rows: figure.rows.slice(0, 12) });
  const figures = [bands, bars, sankey, survival, diagram, plain_table].map((make) => small(make()));
  for (let round = 0; round < 5; ++round) {
    const before_round = at;
    const data = poisoned({ ...report(figures), inputs: report([]).inputs.slice(0, 12) }, next);
    data.kind = round % 2 ? 'run' : next();
    data.lead = data.sections[0].figures[0].id;
    const { page, faults, context } = await open_page(browser, await page_with('report', data));
    assert.ok(at - before_round > 120, `${at - before_round} texts`);
    for (const figure of await page.locator('figure').all()) {
      await figure.scrollIntoViewIfNeeded();
      const chart = figure.locator('.chart');
      if (await chart.count()) for (const place of [0.3, 0.6]) {
        const box = await chart.boundingBox();
        if (box && box.height > 0) await page.mouse.move(box.x + box.width * place, box.y + Math.min(box.height, 300) * place);
      }
    }
    await page.getByRole('button', { name: 'Open all tables' }).click();
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(() => globalThis.scripts_run), 0);
    assert.deepEqual(await page.locator('figure .problem').allTextContents(), []);
    assert.equal(await page.evaluate(() => document.querySelectorAll('script').length), 2);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('iframe, object, embed, form, base, link, img, foreignObject, main style')].map((one) => one.outerHTML.slice(0, 200))), []);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('a[href]:not([href^="#"])')].map((one) => one.outerHTML.slice(0, 200))), []);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on'))).map((one) => one.outerHTML.slice(0, 200))), []);
    assert.deepEqual(await page.evaluate(() => Object.entries(Object.prototype).map(([name, value]) => `${name}: ${String(value)}`)), [], 'prototypes stay clean');
    assert.deepEqual(faults, []);
    await context.close();
  }
  assert.ok(at >= 500, `${at} texts were used`);
});
