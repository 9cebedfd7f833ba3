// shelf_test.cpp -- packing people between two visits changes nothing in their lives.
#include <catch2/catch.hpp>
#include <string>

#include "base/random.hpp"
#include "engine/crowd.hpp"
#include "engine/live.hpp"
#include "model/tables.hpp"
#include "support/generate.hpp"
#include "txpath/model.hpp"
#include "txpath/scenario.hpp"

using namespace txpath;
using namespace txpath::tests;

namespace {

struct Lived {
    std::vector<HistoryRow> histories;
    std::uint64_t instants = 0;
    friend bool operator==(const Lived&, const Lived&) = default;
};

/// Everybody's life in 40 stretches, with so many bytes of open records.
Lived live_through(const ModelTables& model, std::size_t open_bytes)
{
    constexpr int stretches = 40;
    const Draws draws{{4711, 0, 0}};
    Crowd crowd(model, draws, arrival_moments(model, draws), 1, open_bytes);
    crowd.record_histories(crowd.size());
    for (std::size_t shard = 0; shard < crowd.shards(); ++shard) crowd.start(shard, 0);
    for (int at = 0; at < stretches; ++at) {
        Stretch stretch{.from = model.horizon * at / stretches,
                        .until = model.horizon * (at + 1) / stretches,
                        .visits = std::vector<std::vector<Visit>>(crowd.shards()),
                        .nearby = {}};
        for (std::size_t shard = 0; shard < crowd.shards(); ++shard) crowd.live(shard, 0, stretch);
    }
    return {crowd.take_histories(), crowd.take_instants()};
}

/// None, a few and all records open.
void check_alike(const Scenario& scenario)
{
    const auto model = compile(scenario, base_case(scenario));
    REQUIRE(model);
    const ModelTables& tables = model.value().tables();
    const Lived open = live_through(tables, Shelf::most_open);
    CHECK(open.histories.size() >= tables.people);
    CHECK(live_through(tables, 0) == open);
    const std::size_t record = RecordLayout(tables).bytes;
    CHECK(live_through(tables, tables.people / 10 * record) == open);
}

}  // namespace

TEST_CASE("people live alike, packed or open", "[engine][shelf]")
{
    std::size_t tried = 0;
    for (std::uint64_t number = 1; number <= 100; ++number) {
        auto scenario = load(generate_together(number));
        REQUIRE(scenario);
        if (scenario.value().shared.clinicians.has_value()) continue;  // they would need a Practice
        INFO(number);
        if (++tried == 1) scenario.value().people.size = 5000;  // two shards
        check_alike(scenario.value());
    }
    CHECK(tried >= 20);
}
