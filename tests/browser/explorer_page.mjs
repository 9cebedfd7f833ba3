// explorer_page.mjs -- explorer pages to test: with a stand-in for the engine, and as the program makes them.
//
// Owns      small page data, the page with the stand-in, the real page if this machine can make one.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { escaped, here, root } from './pages.mjs';

const pages = join(root, 'sim', 'pages');
export const can_bundle = () => existsSync(join(pages, 'node_modules', 'esbuild'));

const slider = (id, title, more) => ({
  id, title, group: 'Barriers', words: `What ${title} means`, kind: 'slider', shown_as: 'number', from: 0, to: 1, step: 0.1, value: 0.3,
  unit: '', is_factor: false, numbers: [{ path: `parameters.${id}`, number: 0.3, unit: '' }], settings: {}, source: 'assumption',
  source_text: '', is_assumption: true, note: 'a note', ...more });

const outcome = (id, title, measure, chart, more) =>
  ({ id, title, unit: 'people', chart, measures: [measure], is_of_events: false, good: 'neither', ...more });

export const small_data = () => ({
  format: 'txpath-explore/1', version: '0.1.0', title: 'A town', description: 'A small town.', notes: '# Before\n- Look first.\n\nThen talk.',
  people: { quick: 5000, most: 20000 }, horizon_years: 5, seed: 1, engine: '', world: '', today: '5000 x 4',
  controls: [slider('price', 'Price', {}), slider('rooms', 'Places', { shown_as: 'times', from: 0.1, to: 3, value: 1, is_factor: true,
    numbers: [{ path: 'parameters.a', number: 40, unit: 'per week' }, { path: 'parameters.b', number: 6, unit: 'per week' }] }),
    slider('rule', 'A guideline', { kind: 'switch', from: 0, to: 1, step: 1, value: 0, numbers: [], settings: { 'system.guideline.start': '1' } })],
  outcomes: [outcome('starts', 'People who began', 'ketamine_starts', 'Who gets it', { is_of_events: true, good: 'high' }),
    outcome('well', 'People who are well', 'in_remission', 'Who gets better', { good: 'high' })],
  lessons: [
    { id: 'today', title: 'Today', text: 'How things stand.', reveal: '', settings: {}, predict: null },
    { id: 'guideline', title: 'Write a guideline', text: 'Suppose there were one.', reveal: 'It helped.', settings: { rule: 1 },
      predict: { question: 'More or fewer?', outcome: 'starts', options: ['More', 'Fewer'] } }],
});

let bundle;

/** The page with the stand-in. */
export async function standin_page(data) {
  if (bundle === undefined) {
    const { build } = createRequire(join(pages, 'build.mjs'))('esbuild');
    const standin = { name: 'standin', setup: (steps) => steps.onResolve({ filter: /^\.\/engine$/ }, () => ({ path: join(here, 'explorer_standin.ts') })) };
    const made = await build({
      entryPoints: [join(pages, 'src', 'explore', 'main.ts')], bundle: true, write: false, minify: true, format: 'iife', charset: 'utf8',
      outdir: here, plugins: [standin] });
    bundle = Object.fromEntries(made.outputFiles.map((file) => [file.path.split('.').at(-1), file.text.trim()]));
  }
  const policy = `default-src 'none'; script-src 'sha256-${createHash('sha256').update(bundle.js).digest('base64')}' 'wasm-unsafe-eval'; ` +
    "style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:";
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>txpath</title>` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<style>${bundle.css}</style></head><body><script type="application/json" id="txpath-data">${escaped(data)}</script>` +
    `<script>${bundle.js}</script></body></html>`;
}

/** The path of the classroom's page as the program makes it, or why there is none. */
export async function real_page() {
  const program = process.env.TXPATH_PROGRAM ?? join(root, 'build', 'release', 'txpath');
  const path = join(await mkdtemp(join(tmpdir(), 'txpath-explorer-')), 'classroom.html');
  try {
    await promisify(execFile)(program, ['explore', join(root, 'scenarios', 'classroom.yaml'), '--out', path]);
    return { html: await readFile(path, 'utf8') };
  } catch (error) {
    return { why: String(error.stderr || error.message).trim().split('\n')[0] };
  }
}
