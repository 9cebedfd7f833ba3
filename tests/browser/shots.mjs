// shots.mjs -- pictures of the report for people to look at: node tests/browser/shots.mjs FOLDER
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { report } from './fixtures.mjs';
import { clean_up, open_browser, open_page, page_with, scroll_through } from './pages.mjs';

const folder = process.argv[2] ?? 'shots';
await mkdir(folder, { recursive: true });
const browser = await open_browser();
const html = await page_with('report', report());
for (const [name, settings] of [['desk', {}], ['phone', { viewport: { width: 390, height: 844 } }], ['dark', { colorScheme: 'dark' }]]) {
  const { page, faults, context } = await open_page(browser, html, settings);
  await page.screenshot({ path: join(folder, `${name}-first.png`) });
  await scroll_through(page);
  for (const figure of await page.locator('figure').all()) {
    const id = (await figure.getAttribute('class')).replace(/.*kind-/, '');
    await figure.screenshot({ path: join(folder, `${name}-${id}.png`) });
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  if (name === 'desk') await page.pdf({ path: join(folder, 'print.pdf'), preferCSSPageSize: true, printBackground: true });
  console.log(name, faults);
  await context.close();
}
await browser.close();
await clean_up();
