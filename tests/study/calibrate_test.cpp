// calibrate_test.cpp -- planted values are found again through simulated trials.
//
// Method    five values in a model whose endpoints have closed forms; published counts come from those forms,
// never
//           from the program.
#include "txpath/calibrate.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "txpath/model.hpp"

using namespace txpath;

namespace {

namespace fs = std::filesystem;

class Folder {
public:
    Folder()
    {
        auto pattern = (fs::temp_directory_path() / "txpath-study-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const
    {
        std::ofstream{path_ / name} << text;
        return (path_ / name).string();
    }

private:
    fs::path path_;
};

/// What is planted: rates of leaving, healing and dying per year; the drug's ratio on leaving; the share of
/// those who leave that ends well.
struct Planted {
    double leave = 0.8, heal = 0.9, die = 0.3, ratio = 0.6, well = 0.35;
};

constexpr int endpoint_count = 5;
constexpr std::array<const char*, endpoint_count> endpoint_names{"left", "left_on_drug", "well", "healed",
                                                                 "dead"};

/// Of the endpoints above, at one year.
std::array<double, endpoint_count> closed_form(const Planted& x)
{
    const double out = x.heal + x.die;
    return {1.0 - std::exp(-x.leave), 1.0 - std::exp(-x.leave * x.ratio), x.well * (1.0 - std::exp(-x.leave)),
            x.heal / out * (1.0 - std::exp(-out)), x.die / out * (1.0 - std::exp(-out))};
}

std::string trial_text(const std::array<std::uint64_t, endpoint_count>& events, std::uint64_t of)
{
    return fmt::format(R"(txpath: 1
title: Two arms
time: {{horizon: 1 year, report_every: 6 months}}
population:
  size: 100
  attributes:
    arm: {{categories: {{drug: 0.5, none: 0.5}}}}
parameters:
  leave: 1 per year
  heal: 1 per year
  die: 0.5 per year
  ratio: 1
  well: 0.5
tracks:
  care:
    states: {{on: {{}}, well: {{}}, ill: {{}}}}
    start: on
    transitions:
      leave: {{from: on, to: {{well: $well, ill: rest}}, rate: $leave, hazard_ratios: {{arm.drug: $ratio}}}}
  life:
    states: {{sick: {{}}, healthy: {{}}, dead: {{}}}}
    start: sick
    transitions:
      heal: {{from: sick, to: healthy, rate: $heal}}
      die: {{from: sick, to: dead, rate: $die}}
trial:
  title: Planted
  source: assumption
  enrol: {{at: 0 days}}
  arms:
    drug: {{size: 200, attributes: {{arm: drug}}}}
    none: {{size: 200, attributes: {{arm: none}}}}
  endpoints:
    left: {{share: {{fires: [care.leave], by: 1 year}}, among: none, published: {{events: {0}, of: {5}}},
           window: replicate, use: calibration}}
    left_on_drug: {{share: {{fires: [care.leave], by: 1 year}}, among: drug, published: {{events: {1}, of: {5}}},
           window: replicate, use: calibration}}
    well: {{share: {{enters: [care.well], by: 1 year}}, among: none, published: {{events: {2}, of: {5}}},
           window: replicate, use: calibration}}
    healed: {{share: {{enters: [life.healthy], by: 1 year}}, among: randomised, published: {{events: {3}, of: {5}}},
           window: replicate, use: calibration}}
    dead: {{share: {{enters: [life.dead], by: 1 year}}, among: randomised, published: {{events: {4}, of: {5}}},
           window: replicate, use: calibration}}
    looked_at: {{share: {{enters: [life.dead], by: 6 months}}, among: randomised, use: report}}
)",
                       events[0], events[1], events[2], events[3], events[4], of);
}

std::string study_text(std::uint64_t seed, int replicates, int global, int local)
{
    return fmt::format(R"(txpath: 1
title: Planted values
calibrate:
  values:
    - {{path: parameters.leave, low: 0.1 per year, high: 4 per year, scale: log}}
    - {{path: parameters.heal, low: 0.1 per year, high: 4 per year, scale: log}}
    - {{path: parameters.die, low: 0.1 per year, high: 4 per year, scale: log}}
    - {{path: parameters.ratio, low: 0.1, high: 3, scale: log}}
    - {{path: parameters.well, low: 0.05, high: 0.95}}
  targets:
    - {{trial: planted.yaml}}
  search: {{global_evaluations: {}, local_evaluations: {}}}
  replicates: {}
  seed: {}
)",
                       global, local, replicates, seed);
}

Study planted_study(const Folder& folder, const std::array<std::uint64_t, endpoint_count>& events,
                    std::uint64_t of, const std::string& text)
{
    (void)folder.write("planted.yaml", trial_text(events, of));
    auto study = load_study(folder.write("study.yaml", text));
    if (!study) FAIL(render(study.why_not()));
    return std::move(study.value());
}

std::array<double, 5> truth(const Planted& x)
{
    constexpr double year = 365.25;
    return {x.leave / year, x.heal / year, x.die / year, x.ratio, x.well};
}

/// Published counts that are exactly what the closed forms say, of so many that their own error is small.
std::array<std::uint64_t, endpoint_count> exact_counts(const Planted& x, std::uint64_t of)
{
    std::array<std::uint64_t, endpoint_count> counts{};
    const auto shares = closed_form(x);
    for (std::size_t k = 0; k < counts.size(); ++k)
        counts[k] = static_cast<std::uint64_t>(std::llround(shares[k] * static_cast<double>(of)));
    return counts;
}

/// How many of the five are within 2 % of what was planted, or have it in their own interval.
int found_again(const Calibration& found, const Planted& x)
{
    const auto planted = truth(x);
    int count = 0;
    for (std::size_t k = 0; k < planted.size(); ++k) {
        const ValueFit& fit = found.values[k];
        const bool is_near = std::abs(fit.estimate / planted[k] - 1.0) < 0.02;
        if (is_near || (fit.low <= planted[k] && planted[k] <= fit.high)) ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("five planted values are found again", "[calibrate]")
{
    const Folder folder;
    const Planted planted;
    const Study study = planted_study(folder, exact_counts(planted, 4000), 4000, study_text(1, 25, 150, 150));
    REQUIRE(study.targets.size() == 5);  // what is only looked at is no target
    const auto found = calibrate(study, {});
    REQUIRE(found);

    CHECK(found_again(found.value(), planted) == 5);
    // one value, one share: se(leave) from n p(1-p) of 4000 published and 200 * 25 simulated people
    const double p = closed_form(planted)[0], n = 1.0 / (1.0 / 4000.0 + 1.0 / 5000.0);
    const double error = std::sqrt(p / (n * (1.0 - p))) / 365.25;
    CHECK(found.value().values[0].standard_error == Approx(error).epsilon(0.15));
    // targets by name: dead, healed, left, left_on_drug, well
    CHECK(found.value().pulls[4][4] < 0.0);
    CHECK(found.value().pulls[4][3] == Approx(0.0).margin(1e-9));
}

TEST_CASE("a calibration does not depend on the number of threads", "[calibrate]")
{
    const Folder folder;
    const Planted planted;
    const Study study = planted_study(folder, exact_counts(planted, 400), 400, study_text(3, 3, 40, 30));
    std::vector<std::vector<double>> heights;
    for (const int threads : {1, 2}) {
        std::vector<double> all;
        const auto found =
            calibrate(study, {.threads = threads,
                              .each = [&](const Evaluation& each) { all.push_back(each.log_posterior); },
                              .progress = {}});
        REQUIRE(found);
        CHECK(found.value().evaluations == all.size());
        heights.push_back(std::move(all));
    }
    CHECK(heights[0].size() > 70);
    CHECK(heights[0] == heights[1]);
}

TEST_CASE("a measure of a scenario is a target, too", "[calibrate]")
{
    const Folder folder;
    (void)folder.write("world.yaml", R"(txpath: 1
title: A world
time: {horizon: 2 years, report_every: 6 months}
population: {size: 4000}
parameters: {leave: 1 per year, fall: 1 per year}
tracks:
  care:
    states: {on: {}, off: {}}
    start: on
    transitions:
      leave: {from: on, to: off, rate: $leave}
  health:
    states: {up: {}}
    start: up
    transitions:
      fall: {from: up, to: up, rate: $fall}
outputs:
  measures:
    off_care: {states: [care.off]}
    falls: {events: [health.fall]}
run: {replicates: 3}
)");
    // rates 0.5 and 2 per year: 1 - exp(-0.5) = 0.3935 off by a year; 3 falls a person in 18 months
    const auto study = load_study(folder.write("study.yaml", R"(txpath: 1
calibrate:
  values:
    - {path: parameters.leave, low: 0.1 per year, high: 4 per year}
    - {path: parameters.fall, low: 0.1 per year, high: 10 per year}
  targets:
    - {scenario: world.yaml, measure: off_care, at: 1 year, per: entered, published: {events: 3935, of: 10000}}
    - {scenario: world.yaml, measure: falls, at: 18 months, per: present, published: {value: 3, se: 0.02}}
  search: {global_evaluations: 60}
)"));
    if (!study) FAIL(render(study.why_not()));
    const auto found = calibrate(study.value(), {});
    REQUIRE(found);
    const auto& values = found.value().values;
    CHECK(std::abs(values[0].estimate * 365.25 - 0.5) < 4.0 * values[0].standard_error * 365.25);
    CHECK(std::abs(values[1].estimate * 365.25 - 2.0) < 4.0 * values[1].standard_error * 365.25);
    // 1.5 years: se(rate) = sqrt(0.02^2 + 3 / 12000) / 1.5
    CHECK(values[1].standard_error * 365.25 == Approx(std::sqrt(0.0004 + 0.00025) / 1.5).epsilon(0.3));
}

TEST_CASE("planted values are found again in 19 of 20 repetitions", "[calibrate][.slow]")
{
    const Folder folder;
    const Planted planted;
    int whole = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Study study =
            planted_study(folder, exact_counts(planted, 6000), 6000, study_text(seed, 80, 120, 120));
        const auto found = calibrate(study, {});
        REQUIRE(found);
        if (found_again(found.value(), planted) == 5) ++whole;
    }
    CAPTURE(whole);
    CHECK(whole >= 19);
}

TEST_CASE("intervals hold what was planted as often as they say", "[calibrate][.slow]")
{
    // 20 studies of counts drawn from the closed forms: 100 intervals of 95 %, standard deviation 2.2
    const Folder folder;
    const Planted planted;
    std::mt19937_64 chance(7);
    const auto shares = closed_form(planted);
    int held = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::array<std::uint64_t, endpoint_count> counts{};
        for (std::size_t k = 0; k < counts.size(); ++k)
            for (int person = 0; person < 300; ++person)
                if (static_cast<double>(chance() >> 11) * 0x1p-53 < shares[k]) ++counts[k];
        const Study study = planted_study(folder, counts, 300, study_text(seed, 25, 150, 150));
        const auto found = calibrate(study, {});
        REQUIRE(found);
        const auto planted_values = truth(planted);
        for (std::size_t k = 0; k < planted_values.size(); ++k)
            if (found.value().values[k].low <= planted_values[k] &&
                planted_values[k] <= found.value().values[k].high)
                ++held;
    }
    CAPTURE(held);
    CHECK(held >= 86);  // 95 less four standard deviations
}
