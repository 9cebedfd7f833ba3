#include "app/self_test.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

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

/// A folder of its own that goes when the object goes.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "txpath-XXXXXX").string();
        if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
    }
    ~TemporaryFolder()
    {
        std::error_code error;
        if (!path_.empty()) std::filesystem::remove_all(path_, error);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

Checked<Scenario> load_small_scenario()
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "self_test.yaml";
    std::ofstream file{path, std::ios::binary};
    file << scenario_text;
    file.close();
    if (!folder.path().empty() && file) return load_scenario(path.string(), {});
    Diagnostic mistake;
    mistake.message = fmt::format("cannot write to {}", std::filesystem::temp_directory_path().string());
    Diagnostics found;
    found.add(std::move(mistake));
    return found;
}

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

std::string fingerprint_of(const Results& results)
{
    Fingerprint fingerprint;
    for (const ReplicateResult& each : results.replicates) {
        const Tally& tally = each.tally;
        for (const Counts* counts :
             {&tally.entered, &tally.present, &tally.occupancy, &tally.person_ticks, &tally.events,
              &tally.levels, &tally.utility, &tally.sojourns, &tally.flows})
            add(fingerprint, *counts);
        for (const Ledger& batch : each.batches) add(fingerprint, batch);
    }
    return fingerprint.hex16();
}

}  // namespace

Stored stored_fingerprints() noexcept
{
    return {.model = "5d2a4333422c48cf", .tables = "234649fc78d34f03"};
}

Checked<SelfTest> self_test(int threads)
{
    const Stopwatch watch;
    const auto loaded = load_small_scenario();
    if (!loaded) return loaded.why_not();
    const auto model = compile(loaded.value(), base_case(loaded.value()));
    if (!model) return model.why_not();
    RunSpec spec;
    spec.seed = loaded.value().run.seed;
    spec.replicates = loaded.value().run.replicates;
    spec.threads = threads;
    const auto outcome = simulate(model.value(), spec);
    return SelfTest{.model = fmt::format("{:016x}", model.value().fingerprint()),
                    .tables = fingerprint_of(outcome.results),
                    .seconds = watch.wall_seconds()};
}

}  // namespace txpath::app
