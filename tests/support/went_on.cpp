#include "support/went_on.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "base/random.hpp"

namespace txpath::oracle {

std::shared_ptr<const Checkpoint> written_at(const Scenario& scenario, double moment, int threads)
{
    const auto model = compile(scenario, base_case(scenario));
    REQUIRE(model);
    REQUIRE(nearest_to_checkpoint(model.value(), moment).empty());
    RunSpec spec = spec_of(scenario);
    spec.threads = threads;
    const WrittenFolder folder;
    const std::string path = (folder.path() / "some.checkpoint").string();
    const auto written = write_checkpoint(
        path, checkpoint_head(scenario, model.value(), moment),
        [&](const TakeReplicate& take) { return simulate_to_checkpoint(model.value(), spec, moment, take); });
    REQUIRE(std::holds_alternative<WrittenCheckpoint>(written));
    CHECK(std::get<WrittenCheckpoint>(written).is_complete);
    auto read = read_checkpoint(path);
    if (const auto* error = std::get_if<CheckpointError>(&read)) FAIL(error->reason);
    return std::get<std::shared_ptr<const Checkpoint>>(std::move(read));
}

Experiment run_on(const std::shared_ptr<const Checkpoint>& checkpoint, Scenario scenario, int threads)
{
    const GoingOn going = going_on(checkpoint->head, scenario);
    for (const std::string& obstacle : going.obstacles) FAIL_CHECK(obstacle);
    CHECK(going.overrides.empty());
    const Resumption from = resumption(checkpoint, scenario);
    RunSpec spec = spec_of(scenario);
    spec.threads = threads;
    spec.from = &from;
    return run_as(std::move(scenario), spec);
}

std::vector<double> some_moments(const Scenario& scenario, std::uint64_t luck, std::size_t count)
{
    const auto model = compile(scenario, base_case(scenario));
    REQUIRE(model);
    const Draws draws{Luck{luck, 0, 0}};
    std::vector<double> moments;
    for (std::uint32_t draw = 0; draw < count; ++draw) {
        const double moment = draws.uniform(0, decision("moment"), draw) * scenario.time.horizon;
        const auto nearest = nearest_to_checkpoint(model.value(), moment);
        if (nearest.empty())
            moments.push_back(moment);
        else
            moments.push_back(nearest.back());
    }
    return moments;
}

}  // namespace txpath::oracle
