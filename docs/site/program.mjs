// program -- what the pages take from the program itself: its words, and tables of small runs.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'build', process.env.PRESET ?? 'release', 'txpath');

/** Standard output of the program. */
export const txpath = (...words) => execFileSync(program, words, {cwd: root, encoding: 'utf8', maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe']});

/** Runs in a folder that is gone afterwards; make(folder) says what to keep. */
export function withFolder(make) {
    const folder = mkdtempSync(join(tmpdir(), 'txpath-docs-'));
    try {
        return make(folder);
    } finally {
        rmSync(folder, {recursive: true});
    }
}

/** The only folder of results in `folder`. */
export const resultsIn = folder => join(folder, readdirSync(folder)[0]);

/** Rows of a CSV file as objects. */
export function table(path) {
    const [header, ...rows] = cells(readFileSync(path, 'utf8'));
    return rows.map(row => Object.fromEntries(header.map((name, place) => [name, row[place]])));
}

function cells(text) {
    const rows = [[]];
    const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/gy;
    while (cell.lastIndex < text.length) {
        const [, quoted, bare, end] = cell.exec(text);
        rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
        if (end === '\n') rows.push([]);
    }
    return rows.filter(row => row.length > 1 || row[0]);
}
