// site.js -- search, dark mode and the folding of the list of pages. The site reads without it.
'use strict';
(() => {
    const root = document.currentScript.dataset.root;
    const element = id => document.getElementById(id);
    const [form, words, found, shade] = ['search', 'words', 'found', 'shade'].map(element);
    const pages = document.querySelector('details.pages');

    // Dark or light: what the reader chose here, else what the machine prefers.
    const preference = matchMedia('(prefers-color-scheme: dark)');
    const stored = () => { try { return localStorage.getItem('shade'); } catch { return null; } };
    function paint() {
        const isDark = (stored() ?? (preference.matches ? 'dark' : 'light')) === 'dark';
        document.documentElement.dataset.shade = isDark ? 'dark' : 'light';
        shade.textContent = isDark ? 'Light' : 'Dark';
        shade.setAttribute('aria-label', isDark ? 'Light colours' : 'Dark colours');
    }
    shade.addEventListener('click', () => {
        try { localStorage.setItem('shade', document.documentElement.dataset.shade === 'dark' ? 'light' : 'dark'); } catch { /* not kept */ }
        paint();
    });
    preference.addEventListener('change', paint);
    paint();
    shade.hidden = false;
    form.hidden = false;

    // On a narrow screen the list of pages begins folded.
    const narrow = matchMedia('(max-width: 60rem)');
    const fold = () => { pages.open = !narrow.matches; };
    narrow.addEventListener('change', fold);
    fold();

    // The index is a script, as pages opened from a disk may not fetch; it is loaded when search is first used.
    let index;
    function load() {
        index ??= new Promise((resolve, reject) => {
            const script = document.createElement('script');
            script.src = `${root}search.js`;
            script.onload = () => resolve(window.txpathSearch);
            script.onerror = reject;
            document.head.append(script);
        });
        return index;
    }
    words.addEventListener('focus', load);

    function shown(hit) {
        const link = document.createElement('a');
        link.href = root + hit.address;
        link.textContent = hit.heading && hit.heading !== hit.page ? `${hit.page}: ${hit.heading}` : hit.page;
        const item = document.createElement('li');
        item.append(link, document.createElement('br'), hit.start);
        return item;
    }

    async function search() {
        const wanted = words.value.trim();
        found.hidden = wanted === '';
        if (wanted === '') return;
        const hits = (await load())(wanted).slice(0, 12);
        if (wanted !== words.value.trim()) return;
        found.querySelector('[role=status]').textContent = hits.length === 0 ? `Nothing found for “${wanted}”.` : `${hits.length} best results`;
        found.querySelector('ul').replaceChildren(...hits.map(shown));
    }
    words.addEventListener('input', search);
    form.addEventListener('submit', event => {
        event.preventDefault();
        found.querySelector('a')?.focus();
    });
    addEventListener('keydown', event => {
        if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
            event.preventDefault();
            words.focus();
        } else if (event.key === 'Escape' && !found.hidden) {
            words.value = '';
            found.hidden = true;
            words.focus();
        }
    });
})();
