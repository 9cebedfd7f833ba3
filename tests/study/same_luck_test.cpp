// same_luck_test.cpp -- what common luck is worth where people share clinics: twice the rooms for ketamine.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>

#include "base/stats.hpp"
#include "study/outcomes.hpp"
#include "txpath/economics.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;

namespace {

/// By replicate and outcome, of everybody.
std::vector<std::vector<double>> outcomes_under(const std::string& file, std::uint64_t seed)
{
    auto loaded = load_scenario(std::string(TXPATH_SOURCE) + "/scenarios/" + file,
                                {{"population.size", "6000"}, {"time.horizon", "3 years"}});
    REQUIRE(loaded);
    const Scenario& scenario = loaded.value();
    const auto model = compile(scenario, base_case(scenario));
    REQUIRE(model);
    RunSpec spec;
    spec.seed = seed;
    spec.replicates = 12;
    const auto wanted = outcomes_of(scenario);
    const auto values = outcome_values(scenario, wanted, simulate(model.value(), spec).results);
    const std::size_t stride = strata(scenario).size() * wanted.size();
    std::vector<std::vector<double>> found;
    for (std::size_t replicate = 0; replicate < spec.replicates; ++replicate) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(replicate * stride);
        found.emplace_back(first, first + static_cast<std::ptrdiff_t>(wanted.size()));
    }
    return found;
}

double spread(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b,
              std::size_t outcome)
{
    RunningStats differences;
    for (std::size_t replicate = 0; replicate < a.size(); ++replicate)
        differences.add(a[replicate][outcome] - b[replicate][outcome]);
    return differences.standard_deviation();
}

}  // namespace

TEST_CASE("more rooms change people's lives by themselves, not by other luck", "[same_luck]")
{
    const auto usual = outcomes_under("access.yaml", 1);
    const auto rooms = outcomes_under("what_ifs/expand_clinics.yaml", 1);
    const auto elsewhere = outcomes_under("what_ifs/expand_clinics.yaml", 2);
    const auto scenario = load_scenario(std::string(TXPATH_SOURCE) + "/scenarios/access.yaml", {});
    const auto wanted = outcomes_of(scenario.value());
    std::size_t seen = 0;
    for (std::size_t outcome = 0; outcome < wanted.size(); ++outcome) {
        const std::string& name = wanted[outcome].name;
        const bool is_headline = name == "costs.per_person" || name == "qalys.per_person" ||
                                 name == "in_remission" || name == "in_episode" || name == "on_ssri";
        // who gets a room depends on who else wants one, so these share less of their luck: shown, not
        // bounded
        const bool is_of_rooms = name == "ketamine_starts" || name == "waiting_for_a_room";
        if (!is_headline && !is_of_rooms) continue;
        const double same = spread(rooms, usual, outcome), own = spread(elsewhere, usual, outcome);
        std::printf("%-18s sd of the difference %.4g on the same luck, %.4g on luck of its own, %.1f times\n",
                    name.c_str(), same, own, own / same);
        if (!is_headline) continue;
        CHECK(own > 5.0 * same);
        ++seen;
    }
    CHECK(seen == 5);
}
