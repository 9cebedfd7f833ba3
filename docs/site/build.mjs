// build -- the documentation as a folder of pages that need nothing but one another: node build.mjs OUTPUT
import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join, posix} from 'node:path';
import {createRequire} from 'node:module';
import MiniSearch from 'minisearch';

import {figures} from './figures.mjs';
import {generated} from './generated.mjs';
import {layout, relative} from './layout.mjs';
import {headingsOf, reader, sectionsOf, titleOf} from './markdown.mjs';
import {sections} from './nav.mjs';
import {root, txpath} from './program.mjs';

const output = process.argv[2];
if (!output) throw new Error('usage: node build.mjs OUTPUT');

const pageOf = new Map();      // by source
const files = new Map();       // address in the site, by source: files that pages link to
const checks = [];             // links to anchors, looked at when all pages are known

function fileAddress(source, from) {
    const path = join(root, source);
    if (!existsSync(path)) throw new Error(`${from} links to ${source}, which is not there`);
    if (statSync(path).isDirectory()) throw new Error(`${from} links to the folder ${source}; link to a file`);
    files.set(source, `files/${source}.txt`);
    return files.get(source);
}

/** A link of a page, as an address in the site. */
function link(href, {page}) {
    if (/^https?:/.test(href)) return href;
    const [path, anchor] = href.split('#');
    const source = path === '' ? page.source : posix.normalize(posix.join(posix.dirname(page.source), path));
    const target = pageOf.get(source);
    const address = target ? target.address : fileAddress(source, page.source);
    if (anchor !== undefined) checks.push({from: page.source, target, anchor, href});
    return (path === '' ? '' : relative(page.address, address)) + (anchor === undefined ? '' : `#${anchor}`);
}

function textOf(source) {
    return readFileSync(join(root, source), 'utf8')
        .replace(/<!--\s*generated: (\w+)\s*-->/g, (_, name) => generated[name]());
}

function read(page, markdown) {
    const environment = {page, figures};
    const tokens = markdown.parse(textOf(page.source), environment);
    Object.assign(page, {title: titleOf(tokens, page.source), headings: headingsOf(tokens), parts: sectionsOf(tokens),
                         ids: new Set(tokens.map(token => token.type === 'heading_open' ? token.attrGet('id') : null))});
    page.html = markdown.renderer.render(tokens, markdown.options, environment);
}

function checkAnchors() {
    for (const {from, target, anchor, href} of checks)
        if (!target?.ids.has(anchor)) throw new Error(`${from} links to ${href}, which has no such heading`);
}

// How the index is made, and how the page reads it: the same options.
const options = {fields: ['page', 'heading', 'text'], storeFields: ['page', 'heading', 'address', 'start']};

function searchScript(order) {
    const index = new MiniSearch(options);
    let id = 0;
    for (const page of order)
        for (const part of page.parts)
            index.add({id: id++, page: page.title, heading: part.heading, text: part.text, start: part.text.slice(0, 140),
                       address: page.address + (part.id && part.heading !== page.title ? `#${part.id}` : '')});
    const library = join(dirname(createRequire(import.meta.url).resolve('minisearch')), '..', 'umd', 'index.js');
    return `${readFileSync(library, 'utf8').replace(/\n\/\/# sourceMappingURL.*/, '')}
(() => {
    const index = MiniSearch.loadJSON(${JSON.stringify(JSON.stringify(index))}, ${JSON.stringify(options)});
    window.txpathSearch = words => index.search(words, {prefix: true, fuzzy: 0.15, boost: {heading: 3, page: 2}, combineWith: 'AND'});
})();
`;
}

function write(name, content) {
    const path = join(output, name);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, content);
}

const site = {version: txpath('--version').trim().split('\n')[0], sections: sections.map(section => ({
    title: section.title,
    pages: section.pages.map(([source, address, short]) => ({source, address, short})),
}))};
site.order = site.sections.flatMap(section => section.pages);
for (const page of site.order) pageOf.set(page.source, page);

const markdown = reader(link);
for (const page of site.order) read(page, markdown);
checkAnchors();

rmSync(output, {recursive: true, force: true});
for (const page of site.order) write(page.address, layout(site, page));
for (const [source, address] of files) write(address, readFileSync(join(root, source)));
for (const name of ['site.css', 'site.js']) cpSync(join(import.meta.dirname, name), join(output, name));
write('search.js', searchScript(site.order));
console.log(`docs: ${site.order.length} pages, ${files.size} files, in ${output}`);
