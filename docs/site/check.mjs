// check -- looks at the built site in headless Chromium, opened from the disk: no request elsewhere, no error, links and
// anchors that lead somewhere, search that finds, and axe's findings on six pages. node check.mjs SITE
import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

import {sections} from './nav.mjs';

const site = resolve(process.argv[2]);
const addresses = sections.flatMap(section => section.pages.map(([, address]) => address));
const judged = ['index.html', 'readme.html', 'tutorials/two_policies.html', 'explanation/bands.html', 'reference/language.html', 'how_to/cluster.html'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = [];
const urlOf = address => pathToFileURL(`${site}/${address}`).href;

const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu',
    '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
// axe itself is a script of the test, which the pages' policy would refuse.
const context = await browser.newContext({bypassCSP: false});
const page = await context.newPage();
page.on('console', message => { if (message.type() === 'error') found.push(`${page.url()}: ${message.text()}`); });
page.on('pageerror', error => found.push(`${page.url()}: ${error.message}`));
page.on('request', request => { if (!/^(file|data):/.test(request.url())) found.push(`${page.url()} asks for ${request.url()}`); });

const idsOf = new Map();
const links = [];
for (const address of addresses) {
    await page.goto(urlOf(address));
    idsOf.set(urlOf(address), new Set(await page.$$eval('[id]', all => all.map(one => one.id))));
    for (const href of await page.$$eval('a[href]', all => all.map(one => one.href))) links.push([address, href]);
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)) found.push(`${address} is wider than the window`);
}
for (const [address, href] of links) {
    if (/^https:/.test(href)) continue;
    const [target, anchor] = href.split('#');
    if (!target.startsWith('file:') || !existsSync(fileURLToPath(target))) found.push(`${address} links to ${href}, which is not there`);
    else if (anchor && !idsOf.get(target)?.has(decodeURIComponent(anchor))) found.push(`${address} links to ${href}, which has no such heading`);
}

await page.setViewportSize({width: 390, height: 844});
for (const address of addresses) {
    await page.goto(urlOf(address));
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)) found.push(`${address} is wider than a telephone`);
}
await page.setViewportSize({width: 1280, height: 800});

await page.goto(urlOf('tutorials/lesson.html'));
await page.keyboard.press('/');
await page.keyboard.type('shapley');
await page.waitForSelector('#found li a', {timeout: 10000}).catch(() => found.push('search for "shapley" finds nothing'));
await page.keyboard.press('Enter');
await page.keyboard.press('Enter');
await page.waitForURL(url => !url.href.includes('lesson'), {timeout: 5000}).catch(() => found.push('the first result cannot be opened by keyboard'));

const open = await browser.newContext({bypassCSP: true});
for (const colorScheme of ['light', 'dark']) {
    const judge = await open.newPage();
    await judge.emulateMedia({colorScheme});
    for (const address of judged) {
        await judge.goto(urlOf(address));
        await judge.addScriptTag({content: axe});
        const {violations} = await judge.evaluate(() => globalThis.axe.run(document, {resultTypes: ['violations']}));
        for (const {id, impact, help, nodes} of violations)
            if (impact === 'serious' || impact === 'critical') found.push(`${address} (${colorScheme}): axe ${id}, ${help}: ${nodes[0].html.slice(0, 160)}`);
            else console.log(`note: ${address} (${colorScheme}): axe ${id} (${impact})`);
    }
    await judge.close();
}

if (process.argv[3]) {
    const shot = (name, options = {}) => page.screenshot({path: `${process.argv[3]}/${name}.png`, ...options});
    for (const address of ['index.html', 'tutorials/two_policies.html', 'explanation/time_and_luck.html', 'reference/tables.html']) {
        const name = address.replace(/.*\/|\.html/g, '');
        await page.goto(urlOf(address));
        await shot(name);
        await page.emulateMedia({colorScheme: 'dark'});
        await shot(`${name}_dark`, {fullPage: address.includes('luck')});
        await page.emulateMedia({colorScheme: 'light'});
        await page.setViewportSize({width: 390, height: 844});
        await page.goto(urlOf(address));
        await shot(`${name}_small`);
        await page.setViewportSize({width: 1280, height: 800});
        await page.emulateMedia({media: 'print'});
        await page.setViewportSize({width: 794, height: 1123});
        await shot(`${name}_print`);
        await page.emulateMedia({media: 'screen'});
        await page.setViewportSize({width: 1280, height: 800});
    }
    await page.goto(urlOf('index.html'));
    await page.keyboard.press('/');
    await page.keyboard.type('tolerance');
    await page.waitForSelector('#found li a');
    await shot('search');
}
await browser.close();
for (const one of new Set(found)) console.error(one);
console.log(`docs: ${addresses.length} pages and ${links.length} links looked at, ${judged.length} judged by axe in two colours, ${new Set(found).size} findings`);
process.exit(found.length === 0 ? 0 : 1);
