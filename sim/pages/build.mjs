// build.mjs -- makes the pages: each entry of src becomes one HTML file with its script and style inside.
//
// Usage     node build.mjs --out FOLDER [--embed FILE.cpp]
// Owns      the shape of a page: the marks that the program fills, one style, one script.
// Promises  the same bytes from the same sources and lock file; no address but those of XML names.
// An import "worker:./file.ts" is the text of that file, bundled, for a worker made from a Blob.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const pages = ['report', 'explore'];
const most_bytes = 2_000_000;  // of a template; a report with its data has at most 3 MB

const settings = {
  bundle: true, write: false, minify: true, format: 'iife', target: ['chrome109', 'firefox115', 'safari16'],
  charset: 'utf8', legalComments: 'none', logLevel: 'warning', absWorkingDir: here, outdir: here,
  define: { 'process.env.NODE_ENV': '"production"' },
};

const workers = {
  name: 'workers',
  setup(steps) {
    steps.onResolve({ filter: /^worker:/ }, (wish) =>
      ({ path: resolve(wish.resolveDir, wish.path.slice('worker:'.length)), namespace: 'worker' }));
    steps.onLoad({ filter: /.*/, namespace: 'worker' }, async (wish) => {
      const made = await build({ ...settings, entryPoints: [wish.path] });
      return { contents: made.outputFiles[0].text, loader: 'text' };
    });
  },
};

/** The text of one page; `name` is its folder under src. */
async function page(name) {
  const made = await build({ ...settings, entryPoints: [`src/${name}/main.ts`], plugins: [workers] });
  const text = (ending) => made.outputFiles.find((file) => file.path.endsWith(ending))?.text.trim() ?? '';
  const script = text('.js');
  const style = text('.css');
  for (const [part, bad] of [[script, /<\/script|<!--/i], [style, /<\/style|<!--/i]])
    if (bad.test(part)) throw new Error(`${name}: the bundle contains ${bad}, which would end its element`);
  const html = [
    '<!doctype html>', '<html lang="en">', '<head>', '<meta charset="utf-8">', '<!--txpath:head-->',
    '<meta name="viewport" content="width=device-width, initial-scale=1">', `<style>${style}</style>`, '</head>', '<body>',
    '<noscript><p>This page draws its charts with JavaScript, which is switched off here. The same numbers stand in the CSV files of the run folder.</p></noscript>',
    '<!--txpath:data-->', `<script>${script}</script>`, '</body>', '</html>', ''].join('\n');
  if (Buffer.byteLength(html) > most_bytes) throw new Error(`${name}: ${Buffer.byteLength(html)} bytes, at most ${most_bytes} are allowed`);
  return html;
}

/** C++ that holds `text`, in pieces that every compiler takes. */
function literal(text) {
  if (text.includes(')txpath"')) throw new Error('a page ends the C++ literal that holds it');
  const pieces = text.match(/[^]{1,8000}/gu);
  return pieces.map((piece) => `R"txpath(${piece})txpath"`).join('\n');
}

function embedded(made) {
  const functions = made.map(([name, html]) =>
    `std::string_view ${name}_page() noexcept\n{\n    static constexpr char page[] =\n${literal(html)};\n` +
    `    return {page, sizeof(page) - 1};\n}\n`);
  return '// Made by sim/pages/build.mjs.\n#include "app/pages.hpp"\n\nnamespace txpath::app {\n\n' +
    functions.join('\n') + '\n}  // namespace txpath::app\n';
}

const { values } = parseArgs({ options: { out: { type: 'string' }, embed: { type: 'string' } } });
const folder = resolve(values.out ?? join(here, 'dist'));
await mkdir(folder, { recursive: true });
const made = [];
for (const name of pages) {
  const html = await page(name);
  await writeFile(join(folder, `${name}.html`), html);
  made.push([name, html]);
}
if (values.embed) {
  await mkdir(dirname(resolve(values.embed)), { recursive: true });
  await writeFile(values.embed, embedded(made));
}
