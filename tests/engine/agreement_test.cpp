// agreement_test.cpp -- the fast engine and the plain one tell the same histories, event by event.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <thread>

#include "support/generate.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;
using namespace txpath::tests;

namespace {

/// Tables of quantiles in the fast engine may be off by 1e-9, which a hazard hands on to times.
double tolerance_of(const Scenario& scenario)
{
    const auto is_tabled = [](const Attribute& attribute) {
        return attribute.family == Family::beta || attribute.family == Family::gamma ||
               attribute.family == Family::pert;
    };
    return std::ranges::any_of(scenario.people.attributes, is_tabled) ? 1e-7 : 1e-9;
}

std::string state_name(const Scenario& scenario, StateId id)
{
    return id.is_absent() ? "-" : scenario.states[id].name;
}

std::string shown(const Scenario& scenario, const HistoryRow& row)
{
    const std::string cause = row.transition.is_absent() ? "-" : scenario.transitions[row.transition].name;
    return fmt::format("person {} {}: {} -> {} by {}, {:.17g} to {:.17g}", row.person,
                       scenario.tracks[row.track].name, state_name(scenario, row.from),
                       state_name(scenario, row.to), cause, row.start, row.stop);
}

bool is_near(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance * (1.0 + std::max(std::abs(a), std::abs(b)));
}

bool agree(const HistoryRow& a, const HistoryRow& b, double tolerance)
{
    return a.person == b.person && a.track == b.track && a.from == b.from && a.to == b.to &&
           a.transition == b.transition && is_near(a.start, b.start, tolerance) &&
           is_near(a.stop, b.stop, tolerance);
}

// A hazard on the clock of age or that follows a level may double a rounding error at each of a hundred
// events. So a row may be off by this many times what the person's rows before it were; two engines that
// disagree part from rounding to days at once.
constexpr double growth = 1000.0, largest_growth = 1e-4;

/// What happens within rounding of the horizon may fall on either side of it.
std::vector<HistoryRow> before_horizon(const Scenario& scenario, const std::vector<HistoryRow>& rows)
{
    const double last = scenario.time.horizon - 1e-9 * (1.0 + scenario.time.horizon);
    std::vector<HistoryRow> kept;
    std::ranges::copy_if(rows, std::back_inserter(kept),
                         [&](const HistoryRow& row) { return row.stop < last; });
    return kept;
}

/// Rows that happen within rounding of each other by track: six times 30 days and once 180 days come at one
/// moment, and the last bit says which is first.
void order_ties(std::vector<HistoryRow>& rows, double tolerance)
{
    for (auto first = rows.begin(); first != rows.end();) {
        const auto end = std::find_if(first, rows.end(), [&](const HistoryRow& row) {
            return row.person != first->person || row.stop > first->stop + tolerance * (1.0 + first->stop);
        });
        std::stable_sort(first, end,
                         [](const HistoryRow& a, const HistoryRow& b) { return a.track < b.track; });
        first = end;
    }
}

std::optional<std::string> difference(const Scenario& scenario, const std::vector<HistoryRow>& all_fast,
                                      const std::vector<HistoryRow>& all_plain)
{
    auto fast = before_horizon(scenario, all_fast), plain = before_horizon(scenario, all_plain);
    const double strict = tolerance_of(scenario);
    order_ties(fast, strict);
    order_ties(plain, strict);
    const std::size_t longest = std::max(fast.size(), plain.size());
    double largest = 0.0;  // gap of the person so far, as a share of the time
    for (std::size_t i = 0; i < longest; ++i) {
        if (i > 0 && i < plain.size() && plain[i].person != plain[i - 1].person) largest = 0.0;
        const double tolerance = std::max(strict, std::min(growth * largest, largest_growth));
        if (i < fast.size() && i < plain.size() && agree(fast[i], plain[i], tolerance)) {
            const double gap = std::abs(fast[i].stop - plain[i].stop) / (1.0 + plain[i].stop);
            largest = std::max(largest, gap);
            continue;
        }
        const auto at = [&](const std::vector<HistoryRow>& rows) {
            return i < rows.size() ? shown(scenario, rows[i]) : std::string("nothing more");
        };
        return fmt::format("row {}:\n  fast:  {}\n  plain: {}", i, at(fast), at(plain));
    }
    return std::nullopt;
}

struct Comparison {
    std::optional<std::string> difference;  ///< or why there is nothing to compare
    std::size_t rows = 0;
};

/// The first people of a scenario, as both engines tell them.
Comparison compare(const Checked<Scenario>& loaded, std::uint64_t seed, std::uint64_t people)
{
    if (!loaded) return {render(loaded.why_not())};
    const Diagnostics shape = check_pathways(loaded.value());
    if (shape.has_errors()) return {render(shape)};
    const Checked<Model> model = compile(loaded.value(), base_case(loaded.value()));
    if (!model) return {render(model.why_not())};
    RunSpec spec;
    spec.seed = seed;
    spec.threads = 1;
    spec.histories = people;
    const auto plain = simulate_plainly(loaded.value(), spec, people);
    const auto fast = simulate(model.value(), spec).results.replicates.at(0).histories;
    return {difference(loaded.value(), fast, plain), plain.size()};
}

/// How many generated scenarios, from the first on, and how many people of each.
struct Extent {
    std::uint64_t scenarios, people;
    Generated (*make)(std::uint64_t number);
};

/// Compare generated scenarios, on all processors; the first differences are shown with the scenario.
void compare_all(Extent extent)
{
    std::vector<Comparison> comparisons(extent.scenarios);
    std::atomic<std::uint64_t> next = 0;
    {
        std::vector<std::jthread> threads;
        for (unsigned thread = 0; thread < std::max(1U, std::thread::hardware_concurrency()); ++thread)
            threads.emplace_back([&] {
                for (std::uint64_t at = next++; at < extent.scenarios; at = next++)
                    comparisons[at] = compare(load(extent.make(at + 1)), at + 1, extent.people);
            });
    }
    std::size_t rows = 0, differing = 0;
    for (std::uint64_t at = 0; at < extent.scenarios; ++at) {
        rows += comparisons[at].rows;
        if (!comparisons[at].difference) continue;
        ++differing;
        if (differing <= 3) UNSCOPED_INFO("scenario " << at + 1 << ", " << *comparisons[at].difference);
    }
    INFO(differing << " of " << extent.scenarios << " scenarios differ");
    CHECK(differing == 0);
    CHECK(rows > extent.scenarios * extent.people * 3);  // else little happened, and agreement says little
}

}  // namespace

TEST_CASE("a level that fades to its bound is integrated as it fades, however long it has rested since",
          "[agreement]")
{
    const Comparison comparison = compare(load(generate(818)), 818, 200);
    INFO(comparison.difference.value_or("no difference"));
    CHECK_FALSE(comparison.difference);
    CHECK(comparison.rows > 3000);
}

TEST_CASE("both engines agree on every event of a hundred generated scenarios", "[agreement]")
{
    compare_all({100, 25, generate});
}

TEST_CASE("both engines agree on every event of a thousand generated scenarios", "[agreement][.slow]")
{
    compare_all({1000, 200, generate});
}

TEST_CASE("both engines agree on every event of sixty generated scenarios whose people share something",
          "[agreement]")
{
    compare_all({60, 40, generate_together});
}

TEST_CASE("both engines agree on every event of a thousand generated scenarios whose people share something",
          "[agreement][.slow]")
{
    compare_all({1000, 60, generate_together});
}

namespace {

/// Few people, and little of what the plain engine is slowest at.
std::vector<Override> made_small(const std::string& name)
{
    std::vector<Override> overrides{{"population.size", "400"}};
    if (name == "access") overrides.push_back({"clinicians.network", "none"});
    if (name == "adoption") overrides.push_back({"clinicians.count", "300"});
    if (name == "clinic_queue") overrides.push_back({"time", "{horizon: 20 weeks, sync_every: 2 hours}"});
    return overrides;
}

}  // namespace

TEST_CASE("both engines agree on every event of every scenario that comes with the program", "[agreement]")
{
    for (const char* folder : {"/scenarios", "/tests/data/examples"})
        for (const auto& file : std::filesystem::directory_iterator(std::string(TXPATH_SOURCE) + folder)) {
            if (file.path().extension() != ".yaml" || file.path().stem() == "references") continue;
            INFO(file.path());
            const auto loaded = load_scenario(file.path().string(), made_small(file.path().stem()));
            const Comparison comparison = compare(loaded, 7, 400);
            INFO(comparison.difference.value_or(""));
            CHECK_FALSE(comparison.difference);
            CHECK(comparison.rows > 400);
        }
}

TEST_CASE("a thousand generated scenarios use every feature twenty times or more", "[agreement]")
{
    std::map<std::string, int> uses;
    for (const std::string& feature : all_features()) uses[feature] = 0;
    for (std::uint64_t number = 1; number <= 1000; ++number)
        for (const std::string& feature : generate(number).features) ++uses[feature];
    CHECK(uses.size() == all_features().size());  // else a feature is used that is not listed
    for (const auto& [feature, count] : uses) {
        INFO(feature << ": " << count);
        CHECK(count >= 20);
    }
}

TEST_CASE("every generated scenario is valid", "[agreement]")
{
    for (std::uint64_t number = 1; number <= 50; ++number) {
        INFO("scenario " << number);
        const Checked<Scenario> loaded = load(generate(number));
        if (!loaded) FAIL(render(loaded.why_not()));
        CHECK_FALSE(check_pathways(loaded.value()).has_errors());
    }
}
