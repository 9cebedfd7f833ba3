#include "app/batch_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/batch_strategies.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/run_delivery.hpp"
#include "app/run_plan.hpp"
#include "txpath/replicate_work.hpp"
#include "txpath/report.hpp"
#include "txpath/simulate.hpp"
#include "txpath/study.hpp"
#include "txpath/units.hpp"

namespace txpath::app {

UnitCost measured(const UnitWork& work)
{
    const std::uint64_t unit = 0;
    UnitSpec spec;
    spec.threads = 1;
    UnitCost cost;
    for (int time = 0; time < 2; ++time) {
        const Stopwatch watch;
        work.work({&unit, 1}, spec,
                  [&](std::uint64_t, std::string_view answer) { cost.answer_bytes = answer.size(); });
        cost.seconds = watch.wall_seconds();
    }
    return cost;
}

namespace {

// Of answers, for each tenfold of people: whole numbers take bytes as they have digits. Measured on
// scenarios/baseline.yaml, from 1,000 to 100,000 people.
constexpr double growth_of_counts = 0.32;

/// A scenario's replicates.
class RunStudy final : public BatchStudy {
public:
    RunStudy(Scenario scenario, Model model, std::string tables)
        : scenario_(std::move(scenario)),
          model_(std::move(model)),
          tables_(std::move(tables)),
          work_(replicate_work(scenario_, model_, scenario_.run.replicates, histories()))
    {
    }

    [[nodiscard]] const UnitWork& work() const override { return *work_; }
    [[nodiscard]] const std::string& name() const override { return scenario_.name; }
    [[nodiscard]] const std::vector<std::string>& files() const override { return scenario_.files_read; }

    [[nodiscard]] UnitSize size() const override
    {
        RunSpec one;
        one.threads = 1;
        return {scenario_.people.size, in_years(Days{scenario_.time.horizon}), bytes_needed(model_, one)};
    }

    [[nodiscard]] UnitCost pilot() const override
    {
        const Scenario pilot = pilot_of(scenario_);
        const auto model = compile(pilot, base_case(pilot));
        if (!model) return {};
        UnitCost cost =
            measured(*replicate_work(pilot, model.value(), scenario_.run.replicates, histories()));
        const double times = static_cast<double>(scenario_.people.size) /
                             static_cast<double>(std::max<std::uint64_t>(1, pilot.people.size));
        cost.seconds *= times;
        cost.answer_bytes =
            static_cast<std::uint64_t>(static_cast<double>(cost.answer_bytes) *
                                       (1.0 + growth_of_counts * std::log10(std::max(1.0, times))));
        return cost;
    }

    void announce(const Terminal& terminal) const override { leave_rule_aside(scenario_, terminal); }

    [[nodiscard]] std::string why_fixed() const override { return {}; }

    [[nodiscard]] std::string folder_name() const override
    {
        return run_folder_name(scenario_, model_.fingerprint());
    }

    [[nodiscard]] std::uint64_t table_bytes(std::uint64_t count) const override
    {
        RunFiles files;
        files.tables = has_all() ? TableSet::all : TableSet::aggregates;
        return bytes_of(estimate_tables(scenario_, static_cast<std::uint32_t>(count), files));
    }

    [[nodiscard]] ExitCode deliver(const UnitAnswers& answers, std::uint64_t count,
                                   const Invocation& invocation, const Terminal& terminal,
                                   const Stopwatch& watch) const override
    {
        const RunPlan plan{.scenario = scenario_,
                           .model = model_,
                           .threads = threads_of(invocation),
                           .destination = destination_of(invocation),
                           .files = files_of(invocation, tables_)};
        return deliver_run(plan, StoredReplicates(answers, count), std::nullopt, invocation, terminal, watch);
    }

private:
    [[nodiscard]] bool has_all() const { return tables_ == "all"; }
    [[nodiscard]] std::uint64_t histories() const { return has_all() ? scenario_.outputs.people : 0; }

    Scenario scenario_;
    Model model_;
    std::string tables_;
    std::unique_ptr<UnitWork> work_;
};

Checked<std::unique_ptr<BatchStudy>> load_run(const std::string& path, const BatchWishes& wishes)
{
    auto loaded = load_checked(path, wishes.set);
    if (!loaded) return loaded.why_not();
    loaded.value().outputs.sojourns = wishes.tables == "all";  // as `run` does
    const auto model = compile(loaded.value(), base_case(loaded.value()));
    if (!model) return model.why_not();
    return std::unique_ptr<BatchStudy>(
        std::make_unique<RunStudy>(std::move(loaded.value()), model.value(), wishes.tables));
}

}  // namespace

std::string_view unit_word(BatchKind kind) noexcept
{
    switch (kind) {
        case BatchKind::run:
            return "replicate";
        case BatchKind::compare:
            return "replicate of every strategy";
        default:
            return "sample of every strategy";
    }
}

BatchKind kind_of_file(const std::string& path)
{
    const StudyKind kind = kind_of_study(path);
    if (!kind.compares) return BatchKind::run;
    return kind.draws ? BatchKind::uncertainty : BatchKind::compare;
}

Checked<std::unique_ptr<BatchStudy>> load_batch_study(BatchKind kind, const std::string& path,
                                                      const BatchWishes& wishes)
{
    switch (kind) {
        case BatchKind::run:
            return load_run(path, wishes);
        case BatchKind::compare:
            return load_batch_comparison(path, wishes);
        default:
            return load_batch_uncertainty(path, wishes);
    }
}

}  // namespace txpath::app
