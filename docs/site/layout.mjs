// layout -- one page of the site around its text: navigation, search, contents, neighbours.
import {escaped} from './markdown.mjs';

// Nothing but the site's own files: no network, no inline script or style.
const policy = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'";

export const relative = (from, to) => '../'.repeat(from.split('/').length - 1) + to;

function navigation(sections, page) {
    const item = other => `<li><a href="${relative(page.address, other.address)}"${other === page ? ' aria-current="page"' : ''}>`
        + `${escaped(other.short ?? other.title)}</a></li>`;
    return sections.map(section => `<h2>${escaped(section.title)}</h2>\n<ul>${section.pages.map(item).join('\n')}</ul>`).join('\n');
}

function contents(page) {
    if (page.headings.length < 3) return '';
    const items = page.headings.map(heading => `<li><a href="#${heading.id}">${escaped(heading.text)}</a></li>`);
    return `<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>${items.join('\n')}</ul></nav>`;
}

function neighbours(order, page) {
    const at = order.indexOf(page);
    const link = (other, word) => other
        ? `<a href="${relative(page.address, other.address)}">${word}: ${escaped(other.short ?? other.title)}</a>` : '<span></span>';
    return `<nav class="neighbours" aria-label="Neighbouring pages">${link(order[at - 1], 'Before')}${link(order[at + 1], 'Next')}</nav>`;
}

export function layout(site, page) {
    const to = name => relative(page.address, name);
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title === 'txpath' ? 'txpath' : `${page.title} – txpath`)}</title>
<link rel="stylesheet" href="${to('site.css')}">
<link rel="icon" href="data:,">
<script src="${to('site.js')}" defer data-root="${to('')}"></script>
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
<header>
<a class="name" href="${to('index.html')}">txpath</a>
<span class="version">${escaped(site.version.replace(/^txpath |\(.*/g, ''))}</span>
<form role="search" id="search" hidden>
<label for="words">Search</label>
<input id="words" type="search" autocomplete="off" spellcheck="false">
</form>
<button type="button" id="shade" hidden>Dark</button>
</header>
<div id="found" hidden role="region" aria-label="Search results"><p role="status"></p><ul></ul></div>
<div class="columns">
<details class="pages" open><summary>Pages</summary><nav aria-label="Pages">
${navigation(site.sections, page)}
</nav></details>
<main id="text" tabindex="-1">
${page.html}
${neighbours(site.order, page)}
</main>
${contents(page)}
</div>
</body>
</html>
`;
}
