// nav -- which pages the site has, in which order and under which address.

/** [source in the repository, address in the site, short name in lists if the title is too long] */
export const sections = [
    {title: 'Start', pages: [
        ['docs/index.md', 'index.html', 'What txpath is'],
        ['README.md', 'readme.html', 'First steps'],
    ]},
    {title: 'Tutorials', pages: [
        ['docs/tutorials/two_policies.md', 'tutorials/two_policies.html'],
        ['docs/tutorials/cluster_batch.md', 'tutorials/cluster_batch.html'],
        ['docs/tutorials/lesson.md', 'tutorials/lesson.html'],
    ]},
    {title: 'How to', pages: [
        ['docs/how_to/write_a_scenario.md', 'how_to/write_a_scenario.html'],
        ['docs/how_to/change_a_number.md', 'how_to/change_a_number.html'],
        ['docs/readers.md', 'how_to/read_tables.html', 'Read tables in R, Python, Excel'],
        ['docs/how_to/precision.md', 'how_to/precision.html'],
        ['docs/how_to/checkpoint.md', 'how_to/checkpoint.html'],
        ['docs/how_to/uncertainty.md', 'how_to/uncertainty.html'],
        ['docs/how_to/barriers.md', 'how_to/barriers.html'],
        ['docs/how_to/fit_and_validate.md', 'how_to/fit_and_validate.html'],
        ['docs/cluster.md', 'how_to/cluster.html', 'Run on a cluster'],
        ['docs/how_to/papers.md', 'how_to/papers.html'],
        ['docs/how_to/report.md', 'how_to/report.html'],
    ]},
    {title: 'Explanation', pages: [
        ['docs/explanation/time_and_luck.md', 'explanation/time_and_luck.html'],
        ['docs/explanation/bands.md', 'explanation/bands.html'],
        ['docs/cycles.md', 'explanation/cycles.html', 'Cycle models'],
        ['docs/explanation/tolerance.md', 'explanation/tolerance.html'],
        ['docs/explanation/sharing.md', 'explanation/sharing.html'],
        ['docs/explanation/claims.md', 'explanation/claims.html'],
        ['docs/explanation/limits.md', 'explanation/limits.html'],
        ['sim/README.md', 'explanation/contract.html', 'Exactly what happens'],
    ]},
    {title: 'Scenarios', pages: [
        ['scenarios/README.md', 'scenarios/index.html', 'The clinical model'],
        ['scenarios/studies/README.md', 'scenarios/studies.html'],
        ['scenarios/trials/README.md', 'scenarios/trials.html'],
    ]},
    {title: 'Reference', pages: [
        ['docs/reference/language.md', 'reference/language.html'],
        ['docs/reference/commands.md', 'reference/commands.html'],
        ['docs/reference/tables.md', 'reference/tables.html'],
    ]},
    {title: 'Project', pages: [
        ['CONTRIBUTING.md', 'project/contributing.html'],
        ['docs/writing.md', 'project/writing.html', 'These pages'],
        ['CHANGELOG.md', 'project/changelog.html'],
    ]},
];
