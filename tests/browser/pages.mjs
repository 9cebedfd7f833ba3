// pages.mjs -- pages as the program makes them, and a browser to open them in.
//
// Owns      putting data into a template (as sim/app does: content security policy, escaping), and the watch over a page:
//           requests, console, dialogs, breaches of the policy.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..', '..');
const built = process.env.TXPATH_PAGES_FOLDER ?? join(root, 'build', 'release', 'pages');
export const browser_path = process.env.TXPATH_CHROMIUM ?? '/usr/bin/chromium';
export const template_path = (name) => join(built, `${name}.html`);
export const are_pages_built = () => existsSync(template_path('report'));

/** JSON that cannot end the element in which it stands. */
export const escaped = (data) => JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
const html_text = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The template `name` with `data` in it. */
export async function page_with(name, data) {
  const template = await readFile(template_path(name), 'utf8');
  const scripts = [...template.matchAll(/<script>([^]*?)<\/script>/g)].map((found) => `'sha256-${createHash('sha256').update(found[1]).digest('base64')}'`);
  const policy = `default-src 'none'; script-src ${scripts.join(' ')}; style-src 'unsafe-inline'; img-src data: blob:`;
  const head = `<title>${html_text(String(data?.title ?? 'txpath'))}</title>\n<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const element = data === undefined ? '' : `<script type="application/json" id="txpath-data">${escaped(data)}</script>`;
  return template.replace('<!--txpath:head-->', () => head).replace('<!--txpath:data-->', () => element);
}

export const open_browser = () => chromium.launch({
  executablePath: browser_path,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });

let folder;
let count = 0;

/** `html` as a file; all of them go at the end. */
export async function file_with(html) {
  folder ??= await mkdtemp(join(tmpdir(), 'txpath-pages-'));
  const path = join(folder, `page${++count}.html`);
  await writeFile(path, html);
  return path;
}

export async function clean_up() {
  if (folder) await rm(folder, { recursive: true, force: true });
  folder = undefined;
}

/** Opens `html` from a file and keeps what should never happen in `faults`. */
export async function open_page(browser, html, settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...settings });
  const page = await context.newPage();
  const faults = [];
  const path = await file_with(html);
  const address = pathToFileURL(path).href;
  page.on('request', (request) => { if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) faults.push(`request ${request.url().slice(0, 200)}`); });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) faults.push(`console ${message.text().slice(0, 300)}`); });
  page.on('pageerror', (error) => faults.push(`error ${String(error).slice(0, 300)}`));
  page.on('dialog', (dialog) => { faults.push(`dialog ${dialog.message().slice(0, 100)}`); void dialog.dismiss(); });
  page.on('popup', () => faults.push('popup'));
  await page.addInitScript(() => {
    globalThis.scripts_run = 0;
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy ${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(address);
  return { page, faults, context, address };
}

/** Draws everything, as scrolling through the page would. */
export async function scroll_through(page) {
  for (const figure of await page.locator('figure').all()) await figure.scrollIntoViewIfNeeded();
  await page.waitForTimeout(150);
}
