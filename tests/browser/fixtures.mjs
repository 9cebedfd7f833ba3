// fixtures.mjs -- made-up data of a report with every kind of figure; the numbers mean nothing.
const luck = (seed) => () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32);
const bell = (next) => () => Math.sqrt(-2 * Math.log(next() || 1e-9)) * Math.cos(2 * Math.PI * next());
const column = (name, label, unit, type = 'number') => ({ name, label, unit, type });
const figure = (id, kind, title, caption, columns, rows, more = {}) => ({ id, kind, title, caption, columns, rows, file: `${id}.csv`, ...more });
const states = ['untreated', 'on an antidepressant', 'remission', 'relapsed', 'opioid maintenance', 'died'];
const strategies = ['usual care', 'more clinics', 'national guideline'];

export function bands(id = 'timeseries') {
  const rows = [];
  for (const [at, series] of strategies.entries()) for (let time = 0; time <= 1826; time += 30.4375) {
    const mean = 0.3 + 0.15 * (1 - Math.exp(-time / (400 + 200 * at))) * (1 + 0.2 * at);
    const spread = 0.01 + 0.00001 * time;
    rows.push([time, series, mean, mean - 1.64 * spread, mean - 0.67 * spread, mean + 0.67 * spread, mean + 1.64 * spread]);
  }
  return figure(id, 'bands', 'More clinics bring 4.1 % more people into remission within five years (90 % interval 3.2 to 5.0)',
    'Share of people in remission. Bands: 50 % and 90 % of replicates (luck), not of parameters.',
    [column('time', 'Time', 'days'), column('series', 'Strategy', '', 'text'), column('mean', 'In remission', 'share'), ...['q05', 'q25', 'q75', 'q95'].map((name) => column(name, name, 'share'))], rows);
}

export function lines(id = 'evpi', more = {}) {
  const rows = [];
  for (const series of ['all parameters', 'effect of ketamine']) for (let x = 0; x <= 100000; x += 5000) {
    const value = (series === 'all parameters' ? 900 : 500) * Math.exp(-(((x - 40000) / 25000) ** 2));
    rows.push([x, series, value, value * 0.8, value * 1.2]);
  }
  return figure(id, 'lines', 'Learning everything is worth at most $900 a person, at $40,000 per QALY', 'Expected value of perfect information a person; bands: 95 % interval of its Monte Carlo error.',
    [column('x', 'Willingness to pay', '$ per QALY'), column('series', 'Parameters', '', 'text'), column('value', 'Value of information', '$'), column('low', 'low', '$'), column('high', 'high', '$')], rows, { marks: [{ x: 50000, label: 'threshold' }], ...more });
}

export function stacked(id = 'states') {
  const rows = [];
  for (let time = 0; time <= 365; time += 7) {
    const weights = states.map((_, at) => Math.exp(-(((time / 80 - at) / 2) ** 2)) + 0.02);
    const sum = weights.reduce((a, b) => a + b);
    states.forEach((state, at) => rows.push([time, state, weights[at] / sum]));
  }
  return figure(id, 'stacked', 'After a year one person in three is in remission', 'Share of people in each state of the track "depression"; mean of replicates.',
    [column('time', 'Time', 'days'), column('series', 'State', '', 'text'), column('share', 'Share of people', 'share')], rows);
}

export function sankey(id = 'flows') {
  const rows = [];
  const times = [0, 90, 180, 365];
  for (let at = 0; at + 1 < times.length; ++at) for (let from = 0; from < 5; ++from) for (let to = 0; to < 6; ++to) {
    const n = Math.round(1000 * Math.exp(-Math.abs(from + 0.4 - to)) * (from === 0 || at > 0 ? 1 : 0.1));
    if (n > 30) rows.push([times[at], states[from], times[at + 1], states[to], n, n / 10000]);
  }
  return figure(id, 'sankey', 'Most people who leave treatment come back within half a year', 'People by state at four checkpoints; widths are people.',
    [column('t_from', 'Day', 'days'), column('from', 'From', '', 'text'), column('t_to', 'Day', 'days'), column('to', 'To', '', 'text'), column('n', 'People', ''), column('share', 'Share', 'share')], rows);
}

export function survival(id = 'relapse') {
  const rows = [];
  for (const [at, series] of ['placebo', 'maintenance'].entries()) for (let time = 0; time <= 360; time += 10) {
    const estimate = Math.exp(-time / (250 + 250 * at));
    const error = 0.04 * Math.sqrt(time / 360);
    rows.push([time, series, estimate, Math.max(0, estimate - 2 * error), Math.min(1, estimate + 2 * error), time % 60 === 0 ? Math.round(400 * estimate) : null]);
  }
  return figure(id, 'survival', 'Half of those on placebo relapse within 173 days; on maintenance half are still well after a year',
    'Kaplan-Meier estimate of remission without relapse, with 95 % intervals (Greenwood); 400 people an arm.',
    [column('time', 'Days since remission', 'days'), column('series', 'Arm', '', 'text'), column('estimate', 'Still in remission', 'share'), column('low', 'low', 'share'), column('high', 'high', 'share'), column('at_risk', 'At risk', '')], rows);
}

export function bars(id = 'differences') {
  const rows = [];
  for (const [at, name] of ['remission at five years', 'deaths from overdose', 'people waiting for a clinic place', 'days of work'].entries())
    for (const [place, series] of strategies.slice(1).entries()) rows.push([name, series, (at - 1.2) * (place + 1) * 1.5, (at - 1.2) * (place + 1) * 1.5 - 0.8, (at - 1.2) * (place + 1) * 1.5 + 0.8]);
  return figure(id, 'bars', 'The guideline changes more than the clinics do; deaths cannot be told apart', 'Paired differences to usual care, per 100 people, with 95 % intervals over replicates.',
    [column('name', 'Outcome', '', 'text'), column('series', 'Strategy', '', 'text'), column('value', 'Difference', 'per 100 people'), column('low', 'low', 'per 100 people'), column('high', 'high', 'per 100 people')], rows);
}

export function waterfall(id = 'barriers') {
  return figure(id, 'waterfall', 'Price holds back most: 9.1 of the 21 per 100 who could be reached', 'Shapley shares of each barrier, people treated per 100; 95 % intervals over replicates.',
    [column('name', 'Barrier', '', 'text'), column('value', 'Treated', 'per 100 people'), column('low', 'low', 'per 100 people'), column('high', 'high', 'per 100 people'), column('role', 'Role', '', 'text')],
    [['today', 4.2, 4.0, 4.4, 'start'], ['price and cover', 9.1, 8.6, 9.6, 'part'], ['clinic places', 6.3, 5.9, 6.7, 'part'], ['clinicians who do not know of it', 4.4, 4.1, 4.7, 'part'],
      ['distance', -0.9, -1.2, -0.6, 'part'], ['stigma and worry', 2.3, null, null, 'part'], ['without barriers', 25.4, 25.0, 25.8, 'end']]);
}

export function plane(id = 'plane', points = 500) {
  const rows = [];
  const next = bell(luck(7));
  for (const [at, strategy] of strategies.slice(1).entries()) for (let sample = 0; sample < points; ++sample) {
    const effect = 0.02 + 0.03 * at + 0.015 * next();
    rows.push([strategy, effect, 900 + 700 * at + 12000 * effect + 250 * next()]);
  }
  return figure(id, 'plane', 'More clinics are worth their price in 62 % of samples at $50,000 per QALY', 'Differences to usual care a person; each mark is a sample of the parameters.',
    [column('strategy', 'Strategy', '', 'text'), column('effect', 'QALYs gained', 'QALYs'), column('cost', 'Additional cost', '$')], rows, { marks: [{ wtp: 50000, label: '$50,000 per QALY' }] });
}

export function acceptability(id = 'ceac') {
  const rows = [];
  for (let wtp = 0; wtp <= 150000; wtp += 5000) {
    const weights = [Math.exp(-wtp / 30000), 0.6 * Math.exp(-(((wtp - 50000) / 40000) ** 2)), 0.8 / (1 + Math.exp(-(wtp - 80000) / 15000))];
    const sum = weights.reduce((a, b) => a + b);
    const best = weights.indexOf(Math.max(...weights));
    strategies.forEach((strategy, at) => rows.push([wtp, strategy, weights[at] / sum, at === best ? 1 : 0]));
  }
  return figure(id, 'acceptability', 'Above $60,000 per QALY the guideline is most likely the best', 'Share of samples in which each strategy has the highest net benefit.',
    [column('wtp', 'Willingness to pay', '$ per QALY'), column('strategy', 'Strategy', '', 'text'), column('proportion', 'Probability of being best', 'share'), column('is_on_frontier', 'On the frontier', '')], rows);
}

export function tornado(id = 'dsa') {
  return figure(id, 'tornado', 'The decision hangs on the price of a session', 'Net benefit a person at $50,000 per QALY when one input goes from its low to its high value.',
    [column('name', 'Input', '', 'text'), column('low', 'Low value', ''), column('high', 'High value', ''), column('at_low', 'at low', '$'), column('at_high', 'at high', '$'), column('base', 'Net benefit', '$')],
    [['price of a session', 300, 900, 2400, -900, 800], ['relapse after stopping', 0.2, 0.6, 1500, 300, 800], ['share of clinicians who refer', 0.1, 0.4, 600, 1200, 800], ['discount rate', 0, 0.05, 1000, 700, 800]]);
}

export function diagram(id = 'pathways') {
  const rows = [
    ['depression', 'untreated', 'on an antidepressant', 'begin', 'rate 0.6 per year'], ['depression', 'on an antidepressant', 'remission', 'respond', 'Weibull, median 6 weeks'],
    ['depression', 'remission', 'relapsed', 'relapse', 'rate 0.35 per year'], ['depression', 'relapsed', 'on an antidepressant', 'begin again', 'rate 2 per year'],
    ['depression', 'on an antidepressant', 'untreated', 'stop', 'rate 0.8 per year'], ['depression', 'relapsed', 'relapsed', 'worsen', 'rate 0.1 per year'],
    ['ketamine', 'none', 'waiting', 'refer', 'rate 0.2 per year'], ['ketamine', 'waiting', 'sessions', 'place granted', 'queue'], ['ketamine', 'waiting', 'none', 'give up', 'after 180 days'],
    ['ketamine', 'sessions', 'maintenance', 'respond', '6 sessions'], ['ketamine', 'maintenance', 'none', 'stop', 'rate 1 per year']];
  return figure(id, 'diagram', 'The pathways of the scenario', 'States and transitions of each track.', ['track', 'from', 'to', 'label', 'law'].map((name) => column(name, name, '', 'text')), rows);
}

export function plain_table(id = 'icers', count = 3) {
  return figure(id, 'table', 'The guideline costs $31,000 per QALY gained', 'Costs and effects a person, discounted at 3 %.',
    [column('strategy', 'Strategy', '', 'text'), column('cost', 'Cost', '$'), column('effect', 'Effect', 'QALYs'), column('icer', 'ICER', '$ per QALY')],
    Array.from({ length: count }, (_, at) => [strategies[at] ?? `strategy ${at}`, 5000 + ((at * 977) % 3000), 3.1 + at / 100, at === 0 ? null : 31000 + at]));
}

export const every_kind = () => [bands(), lines(), stacked(), sankey(), survival(), bars(), waterfall(), plane(), acceptability(), tornado(), diagram(), plain_table()];

export function report(figures = every_kind()) {
  return {
    format: 'txpath-report/1', kind: 'comparison', title: 'Ketamine places', question: 'What would more clinic places and a national guideline change in five years?',
    answer: 'More clinics bring 4.1 more people per 100 into remission (95 % interval 3.2 to 5.0) at $31,000 per QALY; whether deaths change cannot be told from this run.', lead: figures[0]?.id ?? '',
    made: [{ name: 'program', value: 'txpath 0.1.0 (0123456789ab)' }, { name: 'seed', value: '1' }, { name: 'people', value: '20,000' }, { name: 'fingerprint', value: '6e42800a6e42800a6e42800a6e42800a6e42800a6e42800a6e42800a' }],
    verdict: [{ name: 'Monte Carlo error', status: 'good', text: 'The headline is known to within 0.4 per 100.' }, { name: 'Conservation of people', status: 'good', text: 'The shares of every track sum to 1 at each time.' },
      { name: 'Warnings', status: 'caution', text: 'The run gave 2 warnings.' }, { name: 'Targets', status: 'bad', text: '1 of 12 targets was missed: relapse at 6 months.' }],
    sections: [{ id: 'findings', title: 'Findings', text: 'What the strategies change.', figures: figures.slice(0, 6) }, { id: 'decision', title: 'The decision', text: 'What it costs and how sure it is.', figures: figures.slice(6) }],
    inputs: Array.from({ length: 140 }, (_, at) => ({ name: `relapse ${at}`, path: `tracks.depression.transitions.relapse_${at}.rate`, value: String(0.1 + at / 100), unit: 'per year', distribution: at % 3 ? '' : 'gamma(cv 0.2)',
      source: at % 4 ? 'A made-up source, 2020' : '', grade: ['A', 'B', 'C'][at % 3], is_assumption: at % 4 === 0, note: at % 4 ? '' : 'made up; 0.1 to 0.3' })),
    assumptions: ['People do not move house.', 'Prices stay as they are.'], warnings: ['Track "depression": 3 people were still in the start state.'], limits: ['The model knows no pregnancy.'] };
}
