#include "app/self_test.hpp"

#include <fmt/format.h>

#include <string>

#include "app/process.hpp"
#include "base/fingerprint.hpp"
#include "txpath/model.hpp"
#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"

namespace txpath::app {

namespace {

// One of each: a branch, a law that ages, a level in a hazard, a counter, a gate, an ending state, correlated
// attributes.
constexpr std::string_view scenario_text = R"(txpath: 1
title: Self-test
time: {horizon: 3 years, report_every: 3 months}
population:
  size: 4000
  attributes:
    sex: {categories: {female: 0.6, male: 0.4}}
    age: {normal: {mean: 44 years, sd: 14 years}, min: 18 years, max: 90 years, ages: true}
    severity: {beta: {alpha: 2, beta: 3}}
  correlations: [{between: [age, severity], rho: 0.25}]
counters: {relapses: 0}
levels:
  effect: {start: 0, toward: {care.treated: 1}, half_life: {rising: 20 days, falling: 60 days}}
tracks:
  illness:
    start: {ill: 0.8, well: 0.2}
    states: {ill: {utility: 0.6}, partly: {utility: 0.7}, well: {utility: 0.9}}
    transitions:
      improve: {from: [ill, partly], to: {well: 0.7, partly: rest}, median: 5 months,
                hazard_ratios: {effect: {per: 1, ratio: 2}, severity: {per: 1, ratio: 0.5}}}
      relapse: {from: [partly, well], to: ill, weibull: {shape: 0.7, scale: 1 year}, adds: {relapses: 1},
                hazard_ratios: {relapses: {per: 1, ratio: 1.2, at_most: 4}}}
  care:
    start: untreated
    states: {untreated: {}, treated: {costs: {drug: 15 USD per month}}}
    transitions:
      begin: {from: untreated, to: treated, rate: 1 per year, only_if: {illness: [ill]}}
      stop: {from: treated, to: untreated, lognormal: {median: 6 months, sigma: 0.8}}
  vital:
    start: alive
    states: {alive: {}, dead: {ends: true, utility: 0}}
    transitions:
      die: {from: alive, to: dead, rate: 0.01 per year, hazard_ratios: {sex.male: 1.4, illness.ill: 1.5}}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}
outputs: {by: [sex]}
run: {seed: 20250101, replicates: 2}
)";

// What people share: a queue by region and priority, clinicians on a network, a variable that relaxes, a ramp
// and a policy that waits for a variable.
constexpr std::string_view shared_text = R"(txpath: 1
title: Self-test of what people share
time: {start: 2025-01-01, horizon: 3 years, report_every: 6 months, sync_every: 2 weeks}
population:
  size: 3000
  attributes: {region: {categories: {urban: 0.7, rural: 0.3}}, need: {uniform: {min: 0, max: 1}}}
  arrivals: {rate: 1 per day, until: 2 years}
tracks:
  care:
    start: ill
    states:
      ill: {utility: 0.6}
      waiting: {waits_for: places, then: treated, utility: 0.6}
      treated: {utility: 0.8, costs: {care: 90 USD per day}}
      well: {utility: 0.9}
    transitions:
      seek: {from: ill, to: waiting, rate: 1 per year,
             hazard_ratios: {clinician.adopter: 4, guideline: {per: 1, ratio: 2}}}
      give_up: {from: waiting, to: ill, median: 10 weeks}
      finish: {from: treated, to: {well: 0.6, ill: rest}, mean: 8 weeks}
      relapse: {from: well, to: ill, weibull: {shape: 0.8, scale: 1 year}, proportional_to: population.care.well}
resources:
  places: {capacity: {by: region, urban: 90, rural: 30}, used_by: {care.treated: 1}, order: {by: need, highest: true}}
clinicians:
  count: 500
  attributes: {region: {categories: {urban: 0.8, rural: 0.2}}}
  network: {small_world: {neighbours: 6, rewire: 0.1}}
  patients: {match: region}
  start: {unaware: 0.9, adopter: 0.1}
  states: {unaware: {}, adopter: {}}
  transitions: {imitate: {from: unaware, to: adopter, rate: 1 per year, proportional_to: neighbours.adopter}}
system: {evidence: {start: 0.2, toward: 1, half_life: 2 years}, guideline: {start: 0}}
policies:
  issued: {when: {evidence: {at_least: 0.4}}, set: {guideline: 1}}
  cheaper: {from: 2026-01-01, over: 6 months, set: {tracks.care.states.treated.costs.care: 40 USD per day}}
  more: {from: 18 months, until: 30 months, set: {resources.places.capacity.urban: 140}}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}
run: {seed: 20250101, replicates: 2}
)";

void add(Fingerprint& fingerprint, const Counts& counts)
{
    fingerprint.add(counts.rows);
    fingerprint.add(counts.columns);
    for (const auto value : counts.values) fingerprint.add(value);
}

void add(Fingerprint& fingerprint, const Ledger& ledger)
{
    for (const Counts* counts :
         {&ledger.people, &ledger.state_ticks, &ledger.cost_ticks[0], &ledger.cost_ticks[1],
          &ledger.entries[0], &ledger.entries[1], &ledger.entries_health, &ledger.events[0],
          &ledger.events[1], &ledger.events_health, &ledger.quality_ticks[0], &ledger.quality_ticks[1]})
        add(fingerprint, *counts);
}

void add(Fingerprint& fingerprint, const Tally& tally)
{
    for (const Counts* counts : {&tally.entered, &tally.present, &tally.occupancy, &tally.person_ticks,
                                 &tally.events, &tally.levels, &tally.utility, &tally.sojourns, &tally.flows})
        add(fingerprint, *counts);
}

void add(Fingerprint& fingerprint, const ResourceTally& resources)
{
    for (const double used : resources.used) fingerprint.add(used);
    for (const Counts* counts : {&resources.queue, &resources.joined, &resources.granted, &resources.gave_up})
        add(fingerprint, *counts);
    for (const auto& waits : resources.waits)
        for (const std::uint32_t wait : waits) fingerprint.add(wait);
}

void add(Fingerprint& fingerprint, const Results& results)
{
    for (const ReplicateResult& each : results.replicates) {
        add(fingerprint, each.tally);
        for (const Ledger& batch : each.batches) add(fingerprint, batch);
        for (const Epoch& epoch : each.later) add(fingerprint, epoch.ledger);
        add(fingerprint, each.resources);
        add(fingerprint, each.clinicians);
        for (const double variable : each.system) fingerprint.add(variable);
    }
}

}  // namespace

Stored stored_fingerprints() noexcept
{
    return {.model = "30084976b3cfe6ab", .tables = "e8c1837b1f184629"};
}

Checked<SelfTest> self_test(int threads)
{
    const Stopwatch watch;
    Fingerprint models, tables;
    for (const std::string_view text : {scenario_text, shared_text}) {
        const auto loaded = load_scenario_text(std::string{text}, {});
        if (!loaded) return loaded.why_not();
        const auto model = compile(loaded.value(), base_case(loaded.value()));
        if (!model) return model.why_not();
        RunSpec spec;
        spec.seed = loaded.value().run.seed;
        spec.replicates = loaded.value().run.replicates;
        spec.threads = threads;
        models.add(model.value().fingerprint());
        add(tables, simulate(model.value(), spec).results);
    }
    return SelfTest{.model = models.hex16(), .tables = tables.hex16(), .seconds = watch.wall_seconds()};
}

}  // namespace txpath::app
