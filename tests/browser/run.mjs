// run.mjs -- the tests of the pages in a real browser: node tests/browser/run.mjs [NAME...]
//
// Owns      what is skipped where there is no browser, and the exit code.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const skip = (why) => { console.log(`skipped browser tests: ${why}`); process.exit(0); };

if (!existsSync(join(here, 'node_modules', 'playwright-core')) || !existsSync(join(here, 'node_modules', 'axe-core')))
  skip('they need the packages of tests/browser (npm ci, or scripts/setup)');
const { are_pages_built, browser_path } = await import('./pages.mjs');
if (!existsSync(browser_path)) skip(`there is no ${browser_path} (TXPATH_CHROMIUM names another)`);
if (!are_pages_built()) skip('the program was built without its pages');

const wishes = process.argv.slice(2);
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs') && (wishes.length === 0 || wishes.some((wish) => name.includes(wish)))).map((name) => join(here, name));
if (files.length === 0) { console.error(`browser tests: none has a name like ${wishes.join(', ')}`); process.exit(64); }
let failed = 0;
// One browser at a time: the machines that run this have two cores.
const tests = run({ files, concurrency: 1 });
tests.on('test:fail', () => { ++failed; });
tests.on('end', () => { process.exitCode = failed ? 1 : 0; });
tests.compose(new spec()).pipe(process.stdout);
