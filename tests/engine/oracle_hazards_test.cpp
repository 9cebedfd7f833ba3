// oracle_hazards_test.cpp -- hazards that change, depend on levels or attributes, or come from tables.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/oracle.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

/// A scenario that names tables, with the folder they are in.
Experiment run_with(const WrittenFolder& folder, std::string_view text)
{
    return run_file(folder.write("test.yaml", text), {});
}

}  // namespace

TEST_CASE("a hazard changed in mid-stay by another track keeps what was spent", "[oracle][engine]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: A Weibull hazard tripled after 100 days and closed after 250
time: {horizon: 400 days, report_every: 100 days}
population: {size: 200000}
tracks:
  drug:
    start: off
    states: {off: {}, on: {}, paused: {}}
    transitions:
      begin: {from: off, to: on, after: 100 days}
      pause: {from: on, to: paused, after: 150 days}
  care:
    start: well
    states: {well: {}, ill: {}}
    transitions:
      fall: {from: well, to: ill, weibull: {shape: 1.5, scale: 300 days}, hazard_ratios: {drug.on: 3},
             only_if: {drug: [off, on]}}
run: {seed: 41, replicates: 1}
)");
    const auto spent = [](double t) { return std::pow(t / 300.0, 1.5); };
    const double to_100 = spent(100.0), to_200 = to_100 + 3.0 * (spent(200.0) - to_100);
    const double to_250 = to_100 + 3.0 * (spent(250.0) - to_100);
    check_share(experiment, "care.ill", 100.0, -std::expm1(-to_100));
    check_share(experiment, "care.ill", 200.0, -std::expm1(-to_200));
    check_share(experiment, "care.ill", 300.0, -std::expm1(-to_250));
    check_share(experiment, "care.ill", 400.0, -std::expm1(-to_250));
}

TEST_CASE("jumps of a level move a hazard by the integral of its ratio", "[oracle][engine]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: Two doses, an effect that fades, bounded at 1.5
time: {horizon: 300 days, report_every: 50 days}
population: {size: 40000}
levels: {effect: {start: 0.5, half_life: 40 days, max: 1.5}}
tracks:
  dose:
    start: before
    states: {before: {}, between: {}, done: {}}
    transitions:
      first:  {from: before, to: between, after: 50 days, adds: {effect: 1}}
      second: {from: between, to: done, after: 30 days, adds: {effect: 1}}
  mild:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall: {from: well, to: ill, rate: 1.2 per year, hazard_ratios: {effect: {per: 0.5, ratio: 0.4}}}}
  harsh:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall: {from: well, to: ill, weibull: {shape: 1.4, scale: 500 days},
                         hazard_ratios: {effect: {per: 1, ratio: 5, from: 0.2, at_most: 1.1}}}}
  plain:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall: {from: well, to: ill, rate: 2 per year, proportional_to: effect}}
run: {seed: 42, replicates: 1}
)");
    const auto level = [](double t) {
        const double at_50 = 0.5 * std::exp2(-50.0 / 40.0) + 1.0;
        const double at_80 = std::min(1.5, at_50 * std::exp2(-30.0 / 40.0) + 1.0);
        if (t < 50.0) return 0.5 * std::exp2(-t / 40.0);
        return t < 80.0 ? at_50 * std::exp2(-(t - 50.0) / 40.0) : at_80 * std::exp2(-(t - 80.0) / 40.0);
    };
    const auto mild = [&](double t) { return 1.2 / year * std::pow(0.4, level(t) / 0.5); };
    const auto harsh = [&](double t) {
        return 1.4 / 500.0 * std::pow(t / 500.0, 0.4) * std::pow(5.0, std::min(level(t), 1.1) - 0.2);
    };
    const auto plain = [&](double t) { return 2.0 / year * level(t); };
    // 97.8...: the level falls through 1.1, where the ratio is clamped; the other breaks are the doses
    const double unclamped = 80.0 + 40.0 * std::log2(1.5 / 1.1);
    for (const double t : {50.0, 100.0, 200.0, 300.0}) {
        std::vector<double> breaks{0.0, 1.0};
        for (const double at : {50.0, 80.0, unclamped, t})
            if (at <= t) breaks.push_back(at);
        check_share(experiment, "mild.ill", t, -std::expm1(-integral(mild, breaks)));
        check_share(experiment, "harsh.ill", t, -std::expm1(-integral(harsh, breaks)));
        check_share(experiment, "plain.ill", t, -std::expm1(-integral(plain, breaks)));
    }
}

TEST_CASE("a gamma frailty gives the Laplace transform of its law", "[oracle][engine]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: Frailty of mean 1 and variance theta
time: {horizon: 6 years, report_every: 1 year}
population: {size: 200000, attributes: {frailty: {gamma: {mean: 1, sd: 1.2}}}}
tracks:
  care:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall: {from: well, to: ill, rate: 0.4 per year, proportional_to: frailty}}
  late:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall: {from: well, to: ill, weibull: {shape: 2, scale: 4 years}, proportional_to: frailty}}
run: {seed: 43, replicates: 1}
)");
    constexpr double theta = 1.2 * 1.2;
    for (const double years : {1.0, 2.0, 4.0, 6.0}) {
        check_share(experiment, "care.well", years * year, std::pow(1.0 + theta * 0.4 * years, -1.0 / theta));
        check_share(experiment, "late.well", years * year,
                    std::pow(1.0 + theta * years * years / 16.0, -1.0 / theta));
    }
}

TEST_CASE("a ratio per ten years of age grows with the person", "[oracle][engine]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: A hazard that ages
time: {horizon: 20 years, report_every: 5 years}
population: {size: 200000, attributes: {age: {value: 35 years, ages: true}}}
tracks:
  care:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall: {from: well, to: ill, rate: 0.02 per year,
                         hazard_ratios: {age: {per: 10 years, ratio: 2, from: 40 years, at_least: 40 years, at_most: 50 years}}}}
run: {seed: 44, replicates: 1}
)");
    // 5 years at ratio 1, ten years of 2^((age - 40) / 10), then 2
    const double ten_years = 0.02 * 10.0 / std::log(2.0);
    check_share(experiment, "care.ill", 5 * year, -std::expm1(-0.1));
    check_share(experiment, "care.ill", 15 * year, -std::expm1(-0.1 - ten_years));
    check_share(experiment, "care.ill", 20 * year, -std::expm1(-0.1 - ten_years - 0.2));
}

TEST_CASE("a life table is followed by age and sex", "[oracle][engine]")
{
    const WrittenFolder folder;
    folder.write("life.csv",
                 "sex,age,rate\nmale,0,0.02\nmale,50,0.08\nmale,60,0.2\nfemale,0,0.01\nfemale,50,0."
                 "04\nfemale,60,0.1\n");
    const Experiment experiment = run_with(folder, R"(
txpath: 1
title: Three bands of age
time: {horizon: 20 years, report_every: 5 years}
population:
  size: 200000
  attributes: {sex: {categories: {female: 0.63, male: 0.37}}, age: {value: 45 years, ages: true}}
tracks:
  vital:
    start: alive
    states: {alive: {}, dead: {ends: true}}
    transitions: {die: {from: alive, to: dead, table: life.csv, clock: age}}
run: {seed: 45, replicates: 1}
)");
    const auto alive = [](double female, double male) {
        return 0.63 * std::exp(-female) + 0.37 * std::exp(-male);
    };
    check_share(experiment, "vital.alive", 5 * year, alive(0.05, 0.1));
    check_share(experiment, "vital.alive", 15 * year, alive(0.45, 0.9));
    check_share(experiment, "vital.alive", 20 * year, alive(0.95, 1.9));
}

TEST_CASE("a published survival curve is met at each of its points", "[oracle][engine]")
{
    const WrittenFolder folder;
    folder.write("curve.csv", "time_weeks,survival\n0,1\n4,0.82\n10,0.61\n26,0.61\n52,0.33\n");
    const Experiment experiment = run_with(folder, R"(
txpath: 1
title: A Kaplan-Meier curve
time: {horizon: 52 weeks, report_every: 2 weeks}
population: {size: 200000}
tracks:
  care:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall: {from: well, to: ill, survival: curve.csv}}
run: {seed: 46, replicates: 1}
)");
    check_share(experiment, "care.well", 28, 0.82);
    check_share(experiment, "care.well", 70, 0.61);
    check_share(experiment, "care.well", 140, 0.61);
    check_share(experiment, "care.well", 182, 0.61);
    check_share(experiment, "care.well", 364, 0.33);
    check_share(experiment, "care.well", 14, std::sqrt(0.82));  // halfway in time at a constant hazard
}

TEST_CASE("odds ratios multiply the odds of a branch's destination", "[oracle][engine]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: A branch
time: {horizon: 30 days, report_every: 10 days}
population: {size: 200000, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
tracks:
  care:
    start: ill
    states: {ill: {}, response: {}, partial: {}, none: {}}
    transitions:
      treat: {from: ill, to: {response: 0.5, partial: 0.2, none: rest}, after: 10 days,
              odds_ratios: {response: {sex.female: 2}}}
run: {seed: 47, replicates: 1}
)");
    // females: 1 : 0.2 : 0.3 of 1.5; males as written
    check_share(experiment, "care.response", 20, 0.6 * 1.0 / 1.5 + 0.4 * 0.5);
    check_share(experiment, "care.partial", 20, 0.6 * 0.2 / 1.5 + 0.4 * 0.2);
    check_share(experiment, "care.none", 20, 0.6 * 0.3 / 1.5 + 0.4 * 0.3);
}

TEST_CASE("a hazard with a singular start adds up over a moment shorter than can be divided",
          "[oracle][engine]")
{
    // the other track's event comes 4e-8 days after the state is entered
    const Experiment found = run_text(R"(txpath: 1
title: two events at nearly one moment
time: {horizon: 100 days, report_every: 50 days}
population: {size: 20000}
levels: {effect: {start: 1, half_life: 10 days}}
tracks:
  care:
    start: before
    states: {before: {}, ill: {}, well: {}}
    transitions:
      fall: {from: before, to: ill, after: 42.263202906226645 days}
      heal: {from: ill, to: well, log_logistic: {shape: 1.3, scale: 20 days}, hazard_ratios: {effect: {per: 1, ratio: 2}}}
  drug:
    start: 'off'
    states: {'off': {}, 'on': {}}
    transitions: {begin: {from: 'off', to: 'on', after: 42.263202947042785 days, adds: {effect: 0.5}}}
run: {seed: 4, replicates: 1}
)");
    const double effect = std::exp2(-4.2263202906226645) + 0.5;
    const auto hazard = [effect](double t) {
        const double power = std::pow(t / 20.0, 1.3);
        return 1.3 / t * power / (1.0 + power) * std::exp2(effect * std::exp2(-t / 10.0));
    };
    const double spent = integral(hazard, {1e-12, 0.01, 1.0, 100.0 - 42.263202906226645});
    check_share(found, "care.well", 100.0, -std::expm1(-spent));
}
