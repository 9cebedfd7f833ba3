// generated -- the parts of the reference that the program writes: language, commands, exit codes, columns of tables.
import {copyFileSync} from 'node:fs';
import {join} from 'node:path';

import {resultsIn, root, table, txpath, withFolder} from './program.mjs';

const fenced = text => `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;

/** The language as the program checks it, without its title, a level deeper. */
const language = () => txpath('schema', '--reference').replace(/^# .*\n/, '');

function names() {
    const list = txpath('help').split('\ncommands:\n')[1].split('\n\n')[0];
    return [...list.matchAll(/^ {2}(\S+(?: \S+)?) {2}/gm)].map(match => match[1]);
}

const commands = () => names().map(name => `## ${name}\n\n${fenced(txpath(...name.split(' '), '--help'))}`).join('\n');

function exitCodes() {
    const page = txpath('man').split('.SH EXIT STATUS')[1].split('.SH ')[0];
    const rows = [...page.matchAll(/\.TP\n\.B (\d+)\n(.*)/g)].map(([, code, meaning]) => `| ${code} | ${meaning.replaceAll('\\-', '-')} |`);
    return `| exit code | means |\n| --- | --- |\n${rows.join('\n')}\n`;
}

// Small runs of each kind: their data dictionaries are those of any run. STUDY is the tutorial's.
const kinds = [
    ['run', 'scenarios/what_ifs/expand_clinics.yaml', '--population', '5000', '--set', 'outputs.people=5'],
    ['compare', 'STUDY', '--population', '200'],
    ['uncertainty', 'STUDY', '--population', '200', '--samples', '16'],
    ['sensitivity', 'STUDY', '--population', '100', '--replicates', '2'],
    ['barriers', 'scenarios/access.yaml', '--population', '5000', '--replicates', '2', '--permutations', '2'],
    ['validate', 'scenarios/trials/suicidal_inpatients.yaml', '--replicates', '2'],
];

function dictionaryOf(words) {
    return withFolder(folder => {
        const study = join(folder, 'study.yaml'), out = join(folder, 'out');
        txpath('init', join(folder, 'clinic.yaml'), '--quiet');
        copyFileSync(join(root, 'docs', 'tutorials', 'study.yaml'), study);
        // validate ends with 3 if a target is missed, and writes its tables all the same.
        try {
            txpath(...words.map(word => word === 'STUDY' ? study : word), '--quiet', '--out', out);
        } catch (error) {
            if (error.status !== 3) throw error;
        }
        return table(join(resultsIn(out), 'data_dictionary.csv'));
    });
}

const cell = text => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function tables() {
    const seen = new Set();
    let page = '';
    for (const words of kinds) {
        const rows = dictionaryOf(words).filter(row => !seen.has(`${row.table}.${row.column}`));
        page += `## Tables of txpath ${words[0]}\n\n`;
        for (const name of new Set(rows.map(row => row.table))) {
            page += `### ${name}.csv\n\n| column | type | unit | key | allowed | meaning |\n| --- | --- | --- | --- | --- | --- |\n`;
            for (const row of rows.filter(other => other.table === name)) {
                seen.add(`${name}.${row.column}`);
                page += `| \`${row.column}\` | ${cell(row.type)} | ${cell(row.unit)} | ${row.key === '1' ? 'yes' : ''} | ${cell(row.allowed)} | ${cell(row.description)} |\n`;
            }
            page += '\n';
        }
    }
    return page;
}

export const generated = {language, commands, exit_codes: exitCodes, tables};
