// same_tables.mjs -- the engine in WebAssembly gives the tables of the native program, byte for byte.
//
// Usage     node tests/wasm/same_tables.mjs [--times]
// Assumes   build/release (or build/$PRESET) has txpath, txpath_pack and engine/engine.wasm.
// Owns      the claims: same tables for examples, the clinical scenarios and what-ifs, with and without settings;
//           settings that are YAML in one line mean what yaml-cpp takes them for; what is wrong is a sentence.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { compiled, started } from './engine.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const build = join(root, 'build', process.env.PRESET ?? 'release');
const work = mkdtempSync(join(tmpdir(), 'txpath-wasm-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const with_times = process.argv.includes('--times');
let passed = 0, failed = 0;

function claim(what, is_true, more = '') {
  is_true ? ++passed : ++failed;
  if (!is_true) console.log(`FAILED  ${what}${more && `: ${more}`}`);
}

const module = await compiled(join(build, 'engine', 'engine.wasm'));
const engines = new Map();
async function engine_of(scenario) {
  if (!engines.has(scenario)) {
    const package_ = join(work, `${engines.size}.package`);
    execFileSync(join(build, 'txpath_pack'), [join(root, scenario), package_]);
    const engine = await started(module);
    const bytes = readFileSync(package_);
    claim(`${scenario}: the package does not name this machine`, !bytes.includes(root));
    const opened = engine.ask('open', new Uint8Array(bytes));
    claim(`${scenario} opens`, opened.ok, opened.error);
    engines.set(scenario, engine);
  }
  return engines.get(scenario);
}

let runs = 0;
function native(scenario, { people, replicates, seed, settings }) {
  const out = join(work, `run${++runs}`);
  const words = ['run', join(root, scenario), '--threads', '1', '--out', out, '--quiet'];
  if (people) words.push('--population', String(people));
  if (replicates) words.push('--replicates', String(replicates));
  if (seed) words.push('--seed', String(seed));
  for (const [path, value] of Object.entries(settings)) words.push('--set', `${path}=${value}`);
  execFileSync(join(build, 'txpath'), words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const [folder] = readdirSync(out);
  const tables = readdirSync(join(out, folder)).filter((name) => name.endsWith('.csv'));
  return { folder, files: Object.fromEntries(tables.map((name) => [name, readFileSync(join(out, folder, name), 'utf8')])) };
}

/** Where two texts differ first, for the message. */
function difference(one, other) {
  const [a, b] = [one.split('\n'), other.split('\n')];
  const line = a.findIndex((text, at) => text !== b[at]);
  return line < 0 ? 'one goes on' : `line ${line + 1}: native '${a[line]}', WebAssembly '${b[line]}'`;
}

async function compare(scenario, question) {
  const asked = { settings: {}, ...question };
  const wanted = native(scenario, asked);
  const engine = await engine_of(scenario);
  const begun = performance.now();
  const found = engine.ask('tables', asked);
  if (with_times) console.log(`${scenario}: ${Math.round(performance.now() - begun)} ms, ${engine.memory.buffer.byteLength >> 20} MB`);
  claim(`${scenario} runs`, found.ok, found.error);
  if (!found.ok) return;
  // It tells the scenario's text, too, of which a package leaves out `explore`.
  if (scenario !== 'scenarios/classroom.yaml')
    claim(`${scenario}: the folder's name`, found.folder === wanted.folder, `${wanted.folder}, ${found.folder}`);
  const own = Object.keys(wanted.files).filter((name) => !(name in found.files));
  // The folder also holds copies of data files that the scenario reads.
  const copies = own.filter((name) => !/^(timeseries|stateprobs|transitions|flows|resources|adoption|policies|histories|ce|costs|qalys|data_dictionary)/.test(name));
  claim(`${scenario}: all tables are there`, own.length === copies.length, own.join(', '));
  for (const [name, text] of Object.entries(found.files))
    claim(`${scenario}: ${name}`, text === wanted.files[name], difference(wanted.files[name] ?? '', text));
}

const examples = ['adoption', 'clinic_queue', 'relapse_curve', 'sick_sicker', 'sick_sicker_treated', 'tolerance', 'two_exits'];
for (const name of examples) {
  const settings = name === 'adoption' ? { 'clinicians.count': '5000' } : {};  // with its 100,000 it takes as long as all others
  await compare(`tests/data/examples/${name}.yaml`, { people: 300, replicates: 2, settings });
}
await compare('tests/data/examples/sick_sicker.yaml', { people: 3000, replicates: 1, seed: 7 });
await compare('scenarios/baseline.yaml', { people: 500, replicates: 2 });
const rural = { people: 5000, replicates: 1 };  // fewer leave too few clinicians for their network
for (const name of ['access', 'what_ifs/expand_clinics', 'what_ifs/forced_taper', 'classroom']) await compare(`scenarios/${name}.yaml`, rural);

// Settings.
const two_exits = 'tests/data/examples/two_exits.yaml';
await compare(two_exits, { people: 300, settings: { 'time.horizon': '3 years', 'run.seed': '5  # a comment' } });
await compare(two_exits, { people: 300, settings: { time: '{horizon: 2 years, report_every: "6 months"}', 'run.replicates': '3' } });

// A page opens with today's world as the native program worked it out.
const page = join(work, 'classroom.html');
execFileSync(join(build, 'txpath'), ['explore', join(root, 'scenarios/classroom.yaml'), '--people', '10000', '--out', page]);
const data = JSON.parse(/id="txpath-data">(.*?)<\/script>/s.exec(readFileSync(page, 'utf8'))[1]);
const todays = JSON.parse(gunzipSync(Buffer.from(data.today, 'base64')));
claim('a page has as many replicates as it shows', todays.length === 2);
const classroom = await engine_of('scenarios/classroom.yaml');
for (const [replicate, answer] of todays.entries())
  claim(`replicate ${replicate} of a page`,
    JSON.stringify(answer) === JSON.stringify(classroom.ask('run', { settings: {}, people: data.people.quick, replicate })));

const engine = await engine_of(two_exits);
const refused = (what, question, sentence) => {
  const answer = engine.ask('run', question);
  claim(what, answer.ok === false && sentence.test(answer.error), JSON.stringify(answer).slice(0, 200));
};
refused('a path that names nothing', { settings: { 'time.horizn': '1 year' } }, /names nothing.*horizon/);
refused('a value of the wrong kind', { settings: { 'time.horizon': 'blue' } }, /horizon/);
refused('an open bracket', { settings: { time: '{horizon: 1 year' } }, /'}' is missing/);
refused('an alias', { settings: { 'time.horizon': '*a' } }, /cannot begin with/);
refused('two lines', { settings: { 'time.horizon': '1\n2' } }, /one line|control/);
refused('no JSON', 'nonsense', /JSON object/);
refused('an unknown key', { settings: {}, peple: 3 }, /'peple'/);
refused('a fraction of a person', { settings: {}, people: 1.5 }, /whole number/);
refused('a file that was not packed', { settings: { 'population.from': '/etc/passwd' } }, /absolute path|package|names nothing/);
claim('no package', (await started(module)).ask('open', new Uint8Array([1, 2, 3])).ok === false);
claim('a question before a package', (await started(module)).ask('run', { settings: {} }).ok === false);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed < 100 ? 1 : 0;
