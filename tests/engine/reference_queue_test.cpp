// reference_queue_test.cpp -- queues and grants of the plain engine, against lives worked out by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/together.hpp"

using namespace txpath;
using namespace txpath::tests;
using Catch::Matchers::WithinRel;

namespace {

const std::string clinic = R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 3}
resources: {places: {capacity: 1, used_by: {care.treated: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, after: 10 days}}
)";

}  // namespace

TEST_CASE("of three people before one place the next is let in when the last has gone", "[reference][shared]")
{
    const Scenario scenario = shared_world(clinic);
    const plain::Run all = run_together(scenario);
    const std::vector<std::uint64_t> order = by_draw(3, "places");  // all joined at 0: lots decide
    REQUIRE(all.grants.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        const double let_in =
            14.0 * static_cast<double>(i);  // 10 days after the last, at the next week's end
        CHECK(all.grants[i].person == order[i]);
        CHECK(all.grants[i].time == let_in);
        CHECK(all.grants[i].wait == let_in);
        std::vector<HistoryRow> rows;
        std::ranges::copy_if(all.people, std::back_inserter(rows),
                             [&](const HistoryRow& row) { return row.person == order[i]; });
        REQUIRE(rows.size() == 3);
        const StateId done{0}, treated{1}, waiting{2};
        CHECK(rows[1] == HistoryRow{order[i], TrackId{0}, waiting, treated, TransitionId{}, 0.0, let_in});
        CHECK(rows[2] ==
              HistoryRow{order[i], TrackId{0}, treated, done, TransitionId{0}, let_in, let_in + 10.0});
    }
    CHECK(at(all, 0.0).pools[0].queue == 2.0);
    CHECK(at(all, 7.0).pools[0].used == 1.0);
    CHECK(at(all, 14.0).pools[0].queue == 1.0);
    CHECK(at(all, 35.0).pools[0].used == 1.0);
    CHECK(at(all, 42.0).pools[0].used == 0.0);
}

TEST_CASE("simulate_plainly tells the rows of the first people, while everybody takes places",
          "[reference][shared]")
{
    const Scenario scenario = shared_world(clinic);
    RunSpec spec;
    spec.seed = 7;
    auto expected = run_together(scenario).people;
    std::erase_if(expected, [](const HistoryRow& row) { return row.person > 0; });
    CHECK(simulate_plainly(scenario, spec, 1) == expected);
}

TEST_CASE("who comes first by a number is let in first", "[reference][shared]")
{
    const plain::Run all = run_together(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 5, attributes: {severity: {uniform: {min: 0, max: 1}}}}
resources: {places: {capacity: 1, used_by: {care.treated: 1}, order: {by: severity, highest: true}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, after: 5 days}}
)");
    std::vector<std::uint64_t> order = by_draw(5, "severity");  // the number is the draw itself
    std::ranges::reverse(order);
    REQUIRE(all.grants.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(all.grants[i].person == order[i]);
    CHECK(all.grants[4].wait == 28.0);
}

TEST_CASE("capacities by category are queues of their own, on the real scale", "[reference][shared]")
{
    const Scenario scenario = shared_world(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 200, scale: 10, attributes: {region: {categories: {rural: 0.3, urban: 0.7}}}}
resources:
  sessions: {capacity: {by: region, urban: 200 per week, rural: 60 per week}, used_by: {care.treated: 2 per week}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: sessions, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, after: 200 days}}
)");
    const plain::Run all = run_together(scenario);
    std::size_t rural = 0, urban = 0;
    for (const plain::Grant& grant : all.grants) (grant.pool.category == CategoryId{0} ? rural : urban)++;
    CHECK(rural == 3);  // 60 a week / 2 a week / 10 real people each
    CHECK(urban == 10);
    const plain::SyncRecord& start = all.syncs.front();
    CHECK_THAT(start.pools[0].capacity, WithinRel(6.0 / 7.0, 1e-15));
    CHECK(start.pools[0].queue + start.pools[1].queue == 187.0);
}

TEST_CASE("a cut in capacity runs off", "[reference][shared]")
{
    const plain::Run all = run_together(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 4}
resources: {places: {capacity: 2, used_by: {care.treated: 1}}}
policies: {cut: {from: 5 days, set: {resources.places.capacity: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, after: 10 days}}
)");
    std::vector<double> moments;
    for (const plain::Grant& grant : all.grants) moments.push_back(grant.time);
    CHECK(moments == std::vector<double>{0.0, 0.0, 14.0, 28.0});
    CHECK(at(all, 5.0).pools[0].used == 2.0);
    CHECK(at(all, 5.0).pools[0].capacity == 1.0);
}

TEST_CASE("who joins again stands at the end, with a new lot", "[reference][shared]")
{
    const plain::Run all = run_together(R"(
time: {horizon: 60 days, report_every: 30 days, sync_every: 7 days}
population: {size: 2}
resources: {places: {capacity: 1, used_by: {care.treated: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}}
    transitions: {again: {from: treated, to: waiting, after: 5 days}}
)");
    const std::vector<std::uint64_t> order = by_draw(2, "places");
    REQUIRE(all.grants.size() == 9);
    for (std::size_t i = 0; i < 9; ++i) {
        CHECK(all.grants[i].person == order[i % 2]);
        CHECK(all.grants[i].wait == (i == 0 ? 0.0 : i == 1 ? 7.0 : 9.0));
    }
}

TEST_CASE("a grant takes place before the next is looked at, and whoever joins by it waits for the next",
          "[reference][shared]")
{
    // ward is served before yard: by its grant person 0 leaves the yard's queue and joins the attic's
    const auto grants = [](const std::string& move) {
        return run_together(R"(
time: {horizon: 10 days, report_every: 5 days, sync_every: 7 days}
population: {size: 1}
resources:
  ward: {capacity: 1, used_by: {a.in: 1}}
  yard: {capacity: 1, used_by: {b.in: 1}}
tracks:
  a: {start: wait, states: {wait: {waits_for: ward, then: in}, in: {on_entry: {moves: {b: )" +
                            move + R"(}}}}, transitions: {}}
  b: {start: wait, states: {wait: {waits_for: yard, then: in}, in: {}, out: {}},
      transitions: {leave: {from: wait, to: out, rate: 1 per 1000000 person-days}}}
)")
            .grants;
    };
    CHECK(grants("out").size() == 1);
    const auto anew = grants("wait");
    REQUIRE(anew.size() == 2);
    CHECK(anew[0].time == 0.0);
    CHECK(anew[1].time == 7.0);
    CHECK(anew[1].pool.resource == ResourceId{1});
    CHECK(anew[1].wait == 7.0);
}

TEST_CASE("shares and use count people by their weight", "[reference][shared]")
{
    Scenario scenario = shared_world(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 3}
resources: {places: {capacity: 3, used_by: {care.treated: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}}
    transitions: {again: {from: treated, to: waiting, rate: 1 per day, proportional_to: population.care.treated}}
)");
    PeopleTable table;
    table.columns.resize(scenario.people.attributes.size());
    table.weight = {0.5, 2.0, 2.0};
    table.rows = 3;
    scenario.people.table = table;
    const plain::Run all = run_together(scenario);
    const std::vector<std::uint64_t> order = by_draw(3, "places");
    const bool is_light_last = order[2] == 0;
    CHECK(at(all, 0.0).pools[0].used == (is_light_last ? 2.0 : 2.5));  // nobody is let past a heavy one
    CHECK(at(all, 0.0).shares.front() == 0.0);
    const plain::SyncRecord& week = at(all, 7.0);
    const double treated = is_light_last ? 2.0 : 2.5;
    CHECK(week.shares.front() == treated / 4.5);
}
