// markdown -- turns a page's Markdown into HTML and into what search needs. Owns headings' anchors (GitHub's), the
// rewriting of links, and the rule that pages hold no HTML but comments.
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = {sh: bash, python, r, yaml};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

export const escaped = text => text.replace(/[&<>"]/g, sign => `&#${sign.codePointAt(0)};`);

/** The name that GitHub gives a heading. */
const slug = text => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

const comments = /<!--[\s\S]*?-->/g;

/** HTML of a page would go unchecked into the site, so there is none but the figures that comments name. */
function withoutComments(tokens, index, options, environment) {
    const figure = tokens[index].content.match(/^<!--\s*figure: (\w+)\s*-->/);
    if (figure) return environment.figures(figure[1]);
    const rest = tokens[index].content.replace(comments, '').trim();
    if (rest !== '') throw new Error(`HTML in Markdown: ${rest}`);
    return '';
}

function fence(tokens, index) {
    const [language] = tokens[index].info.trim().split(' ');
    const text = tokens[index].content;
    const html = languages[language] ? hljs.highlight(text, {language}).value : escaped(text);
    return `<pre tabindex="0"><code class="${escaped(language || 'text')}">${html}</code></pre>\n`;
}

/** link(href, environment) gives the address in the site. */
export function reader(link) {
    const markdown = new MarkdownIt({html: true});
    markdown.use(anchor, {slugify: slug, permalink: anchor.permalink.headerLink({safariReaderFix: true})});
    const rules = markdown.renderer.rules;
    rules.html_block = withoutComments;
    rules.html_inline = withoutComments;
    rules.fence = fence;
    rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
    rules.table_close = () => '</table></div>\n';
    markdown.core.ruler.push('addresses', state => {
        for (const block of state.tokens)
            for (const token of block.children ?? [])
                if (token.type === 'link_open' && !token.attrGet('class'))
                    token.attrSet('href', link(token.attrGet('href'), state.env));
    });
    return markdown;
}

const textOf = token => (token.children ?? [token]).map(part => part.type === 'text' || part.type === 'code_inline'
    ? part.content : part.type === 'softbreak' ? ' ' : '').join('');

/** What search finds: the text under each heading. */
export function sectionsOf(tokens) {
    const sections = [];
    let current = {id: '', heading: '', text: []};
    tokens.forEach((token, index) => {
        if (token.type === 'heading_open') {
            current = {id: token.attrGet('id'), heading: textOf(tokens[index + 1]), text: []};
            sections.push(current);
        } else if (token.type === 'inline' && tokens[index - 1].type !== 'heading_open') {
            current.text.push(textOf(token));
        } else if (token.type === 'fence') {
            current.text.push(token.content);
        }
    });
    return sections.map(section => ({...section, text: section.text.join(' ')}));
}

/** Headings of the second level, for the contents of a page. */
export const headingsOf = tokens => tokens.flatMap((token, index) => token.type === 'heading_open' && token.tag === 'h2'
    ? [{id: token.attrGet('id'), text: textOf(tokens[index + 1])}] : []);

export function titleOf(tokens, source) {
    const at = tokens.findIndex(token => token.type === 'heading_open' && token.tag === 'h1');
    if (at < 0) throw new Error(`${source} has no heading of the first level`);
    return textOf(tokens[at + 1]);
}
