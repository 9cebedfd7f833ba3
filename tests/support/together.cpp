// together.cpp -- running small worlds whose people share something.
#include "support/together.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "base/random.hpp"

namespace txpath::tests {

namespace {

constexpr std::uint64_t seed = 7;

}  // namespace

Scenario shared_world(const std::string& text)
{
    const Checked<Scenario> checked = load_scenario_text("txpath: 1\ntitle: shared\n" + text, {});
    if (!checked) FAIL(render(checked.why_not()));
    return checked.value();
}

plain::Run run_together(const Scenario& scenario)
{
    RunSpec spec;
    spec.seed = seed;
    return plain::simulate_together(scenario, spec);
}

plain::Run run_together(const std::string& text)
{
    return run_together(shared_world(text));
}

double uniform_of(std::uint64_t person, const std::string& what, std::uint32_t occurrence)
{
    return Draws(Luck{seed, 0, 0}).uniform(person, decision(what), occurrence);
}

/// Numbers 0 .. count - 1, those with the least draw first.
std::vector<std::uint64_t> by_draw(std::uint64_t count, const std::string& what)
{
    std::vector<std::uint64_t> people;
    for (std::uint64_t person = 0; person < count; ++person) people.push_back(person);
    std::ranges::sort(people, {}, [&](std::uint64_t person) { return uniform_of(person, what, 0); });
    return people;
}

/// When each person first entered the state; infinite if never.
std::vector<double> entered(const Scenario& scenario, const std::vector<HistoryRow>& rows,
                            std::uint64_t people, const std::string& state)
{
    std::vector<double> moments(people, INFINITY);
    for (const HistoryRow& row : rows)
        if (scenario.states[row.to].name == state)
            moments[row.person] = std::min(moments[row.person], row.stop);
    return moments;
}

const plain::SyncRecord& at(const plain::Run& all, double moment)
{
    const auto found = std::ranges::find(all.syncs, moment, &plain::SyncRecord::time);
    if (found == all.syncs.end()) FAIL("no sync point at " << moment);
    return *found;
}

}  // namespace txpath::tests
