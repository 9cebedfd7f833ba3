// reference_together_test.cpp -- what must hold in the plain engine whatever people share.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "engine/reference_queues.hpp"
#include "support/generate.hpp"
#include "txpath/model.hpp"

using namespace txpath;
using namespace txpath::tests;

namespace {

RunSpec spec_of(std::uint64_t seed)
{
    RunSpec spec;
    spec.seed = seed;
    return spec;
}

Scenario valid(const Generated& generated)
{
    const Checked<Scenario> checked = load(generated);
    if (!checked) FAIL(render(checked.why_not()) << "\n" << generated.yaml);
    const Diagnostics shape = check_pathways(checked.value());
    if (shape.has_errors()) FAIL(render(shape) << "\n" << generated.yaml);
    return checked.value();
}

bool is_near(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * (1.0 + std::max(std::abs(a), std::abs(b)));
}

bool tell_the_same(const std::vector<HistoryRow>& a, const std::vector<HistoryRow>& b)
{
    return std::ranges::equal(a, b, [](const HistoryRow& one, const HistoryRow& other) {
        return one.person == other.person && one.track == other.track && one.from == other.from &&
               one.to == other.to && one.transition == other.transition && is_near(one.start, other.start) &&
               is_near(one.stop, other.stop);
    });
}

SystemVariable unread_variable()
{
    SystemVariable variable;
    variable.name = "unread";
    return variable;
}

}  // namespace

TEST_CASE("halting everybody at sync points changes nobody who shares nothing", "[reference][together]")
{
    for (std::uint64_t number = 1; number <= 15; ++number) {
        INFO("scenario " << number);
        const Scenario apart = valid(generate(number));
        Scenario halted = apart;
        halted.people.size = std::min<std::uint64_t>(halted.people.size, 20);
        halted.people.arrivals.reset();
        halted.shared.system.push_back(unread_variable());
        halted.time.sync_every = 37.3;
        CHECK(tell_the_same(simulate_plainly(apart, spec_of(number), 20),
                            simulate_plainly(halted, spec_of(number), 20)));
    }
}

TEST_CASE("every generated scenario of people who share something is valid", "[reference][together]")
{
    for (std::uint64_t number = 1; number <= 100; ++number) {
        INFO("scenario " << number);
        CHECK(has_sync_points(valid(generate_together(number)).shared));
    }
}

TEST_CASE("what is granted fits, and every wait is that of a row", "[reference][together]")
{
    std::size_t grants = 0, clinician_changes = 0, policies = 0;
    for (std::uint64_t number = 1; number <= 25; ++number) {
        INFO("scenario " << number);
        const Scenario scenario = valid(generate_together(number));
        const plain::Run all = plain::simulate_together(scenario, spec_of(number));
        std::size_t granted_rows = 0;
        for (const HistoryRow& row : all.people) {
            if (row.from.is_absent() || !row.transition.is_absent()) continue;
            if (scenario.tracks[row.track].is_given) ++clinician_changes;
            const State& left = scenario.states[row.from];
            const bool is_granted = !left.waits_for.is_absent() && left.then == row.to;
            if (!is_granted) continue;
            ++granted_rows;
            CHECK(std::ranges::any_of(all.grants, [&](const plain::Grant& grant) {
                return grant.person == row.person && grant.time == row.stop &&
                       grant.wait == row.stop - row.start;
            }));
        }
        CHECK(granted_rows == all.grants.size());
        const std::vector<Pool> pools = plain::pools_of(scenario);
        for (const plain::SyncRecord& sync : all.syncs)
            for (std::size_t i = 0; i < pools.size(); ++i) {
                const auto is_of_it = [&](const plain::Grant& grant) {
                    return grant.time == sync.time && grant.pool.resource == pools[i].resource &&
                           grant.pool.category == pools[i].category;
                };
                if (std::ranges::any_of(all.grants, is_of_it))  // else a cut may run off
                    CHECK(sync.pools[i].used <= sync.pools[i].capacity * (1.0 + 1e-9));
            }
        grants += all.grants.size();
        policies += all.policies.size();
    }
    CHECK(grants > 300);
    CHECK(clinician_changes > 150);
    CHECK(policies > 20);
}

TEST_CASE("a thousand generated scenarios use everything that can be shared twenty times or more",
          "[reference][together]")
{
    std::map<std::string, int> uses;
    for (const std::string& feature : all_features()) uses[feature] = 0;
    for (const std::string& feature : all_features_together()) uses[feature] = 0;
    const std::size_t known = uses.size();
    for (std::uint64_t number = 1; number <= 1000; ++number)
        for (const std::string& feature : generate_together(number).features) ++uses[feature];
    CHECK(uses.size() == known);  // else a feature is used that is not listed
    for (const auto& [feature, count] : uses) {
        INFO(feature << ": " << count);
        CHECK(count >= 20);
    }
}
