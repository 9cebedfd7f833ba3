#include "app/batch_strategies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/run_plan.hpp"
#include "app/study_delivery.hpp"
#include "txpath/compare_report.hpp"
#include "txpath/simulate.hpp"
#include "txpath/uncertainty_report.hpp"
#include "txpath/units.hpp"

namespace txpath::app {

namespace {

/// Of every strategy, one after the other.
UnitSize size_of(const DecisionStudy& study, std::uint64_t people, std::uint32_t replicates)
{
    UnitSize size;
    for (const Strategy& strategy : study.strategies) {
        const Scenario& scenario = strategy.scenario;
        const auto model = compile(scenario, base_case(scenario));
        if (!model) continue;
        RunSpec one;
        one.threads = 1;
        one.replicates = replicates;
        size.people += (people > 0 ? people : scenario.people.size) * replicates;
        size.years = std::max(size.years, in_years(Days{scenario.time.horizon}));
        size.memory_bytes = std::max<std::uint64_t>(size.memory_bytes, bytes_needed(model.value(), one));
    }
    return size;
}

/// The study with a thousand people in each strategy at most, and by how much that is less work.
struct Pilot {
    std::shared_ptr<DecisionStudy> study;
    double times = 1.0;
};

Pilot pilot_study(const DecisionStudy& study)
{
    Pilot pilot{std::make_shared<DecisionStudy>(study), 1.0};
    double people = 0.0, fewer = 0.0;
    for (Strategy& strategy : pilot.study->strategies) {
        people += static_cast<double>(strategy.scenario.people.size);
        strategy.scenario = pilot_of(strategy.scenario);
        fewer += static_cast<double>(strategy.scenario.people.size);
    }
    if (fewer > 0.0) pilot.times = people / fewer;
    return pilot;
}

/// Replicates of every strategy, to be compared.
class ComparisonStudy final : public BatchStudy {
public:
    ComparisonStudy(std::shared_ptr<const DecisionStudy> study, ComparisonPlan plan)
        : study_(std::move(study)), plan_(std::move(plan)), work_(work_of(plan_))
    {
    }

    [[nodiscard]] const UnitWork& work() const override { return *work_; }
    [[nodiscard]] const std::string& name() const override { return study_->name; }
    [[nodiscard]] const std::vector<std::string>& files() const override { return study_->files_read; }
    [[nodiscard]] UnitSize size() const override { return size_of(*study_, 0, 1); }

    [[nodiscard]] UnitCost pilot() const override
    {
        const Pilot pilot = pilot_study(*study_);
        const auto plan = plan_comparison(pilot.study);
        if (!plan) return {};
        UnitCost cost = measured(*work_of(plan.value()));
        cost.seconds *= pilot.times;
        return cost;
    }

    void announce(const Terminal& terminal) const override
    {
        leave_rules_aside(*study_, study_->strategies[study_->reference].scenario.run.replicates, terminal);
    }
    [[nodiscard]] std::string why_fixed() const override { return can_grow(plan_).why_not; }
    [[nodiscard]] std::string folder_name() const override
    {
        return comparison_folder_name(plan_.fingerprint);
    }
    [[nodiscard]] std::uint64_t table_bytes(std::uint64_t) const override
    {
        return bytes_of(estimate_comparison_tables(plan_));
    }

    [[nodiscard]] ExitCode deliver(const UnitAnswers& answers, std::uint64_t, const Invocation& invocation,
                                   const Terminal& terminal, const Stopwatch& watch) const override
    {
        Scratch scratch;
        scratch.folder = destination_of(invocation);
        return deliver_comparison(comparison_from(plan_, answers, scratch), invocation, terminal, watch);
    }

private:
    std::shared_ptr<const DecisionStudy> study_;
    ComparisonPlan plan_;
    std::unique_ptr<UnitWork> work_;
};

/// Samples of the uncertain values, every strategy under each.
class UncertaintyStudy final : public BatchStudy {
public:
    UncertaintyStudy(std::shared_ptr<const DecisionStudy> study, SampleSource source)
        : study_(std::move(study)),
          source_(std::move(source)),
          spec_(evaluate_spec_of(*study_)),
          work_(work_of(study_, source_, spec_))
    {
    }

    [[nodiscard]] const UnitWork& work() const override { return *work_; }
    [[nodiscard]] const std::string& name() const override { return study_->name; }
    [[nodiscard]] const std::vector<std::string>& files() const override { return study_->files_read; }
    [[nodiscard]] UnitSize size() const override
    {
        return size_of(*study_, spec_.population, spec_.replicates);
    }

    [[nodiscard]] UnitCost pilot() const override
    {
        EvaluateSpec fewer = spec_;
        const std::uint64_t people = spec_.population > 0
                                         ? spec_.population
                                         : study_->strategies[study_->reference].scenario.people.size;
        fewer.population = std::min(people, pilot_people);
        UnitCost cost = measured(*work_of(study_, source_, fewer));
        cost.seconds *=
            static_cast<double>(people) / static_cast<double>(std::max<std::uint64_t>(1, fewer.population));
        return cost;
    }

    void announce(const Terminal& terminal) const override
    {
        leave_rules_aside(*study_, spec_.replicates, terminal);
        if (has_common_luck(*study_, source_))
            terminal.talk(
                "only prices, utilities or discount rates vary, so that one simulation serves all samples: "
                "'txpath uncertainty' does in one go what a batch does once in each shard");
    }
    [[nodiscard]] std::string why_fixed() const override { return can_grow(study_->uncertainty).why_not; }
    [[nodiscard]] std::string folder_name() const override { return uncertainty_folder_name(fingerprint()); }
    [[nodiscard]] std::uint64_t table_bytes(std::uint64_t) const override
    {
        return bytes_of(estimate_uncertainty_tables(*study_, source_.values.size()));
    }

    [[nodiscard]] ExitCode deliver(const UnitAnswers& answers, std::uint64_t, const Invocation& invocation,
                                   const Terminal& terminal, const Stopwatch& watch) const override
    {
        const auto sample = sample_from(*study_, source_, answers);
        if (!sample) return refuse(sample.why_not(), terminal);
        return deliver_uncertainty(*study_, sample.value(), fingerprint(), invocation, terminal, watch);
    }

private:
    [[nodiscard]] std::uint64_t fingerprint() const { return uncertainty_fingerprint(*study_, spec_.seed); }

    std::shared_ptr<const DecisionStudy> study_;
    SampleSource source_;
    EvaluateSpec spec_;
    std::unique_ptr<UnitWork> work_;
};

}  // namespace

Checked<std::unique_ptr<BatchStudy>> load_batch_comparison(const std::string& path, const BatchWishes& wishes)
{
    auto loaded = load_decision(path, {wishes.set, wishes.reference});
    if (!loaded) return loaded.why_not();
    auto study = std::make_shared<const DecisionStudy>(std::move(loaded.value()));
    auto plan = plan_comparison(study);
    if (!plan) return plan.why_not();
    return std::unique_ptr<BatchStudy>(
        std::make_unique<ComparisonStudy>(std::move(study), std::move(plan.value())));
}

Checked<std::unique_ptr<BatchStudy>> load_batch_uncertainty(const std::string& path,
                                                            const BatchWishes& wishes)
{
    auto loaded = load_checked_decision(path, {wishes.set, wishes.reference});
    if (!loaded) return loaded.why_not();
    DrawWishes draws{wishes.samples, wishes.replicates, wishes.population, {}};
    if (wishes.sampling) draws.sampling = sampling_named(*wishes.sampling);
    settle(draws, loaded.value().uncertainty);
    auto study = std::make_shared<const DecisionStudy>(std::move(loaded.value()));
    const auto plan = plan_draws(*study, evaluate_spec_of(*study).seed);
    if (!plan) return plan.why_not();
    return std::unique_ptr<BatchStudy>(
        std::make_unique<UncertaintyStudy>(std::move(study), source_of(plan.value())));
}

}  // namespace txpath::app
