#include "study/comparison_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/bytes.hpp"
#include "base/fingerprint.hpp"
#include "study/study_identity.hpp"
#include "study/unit_jobs.hpp"

namespace txpath {

namespace {

const RunSettings& run_of(const ComparisonPlan& plan)
{
    return plan.study->strategies[plan.study->reference].scenario.run;
}

bool has_shape(const ComparisonPlan& plan, const StrategyRun& run)
{
    const std::size_t strata = plan.strata.size(), items = strata * plan.items.size();
    const std::size_t reports = plan.study->strategies[plan.study->reference].scenario.time.reports.size();
    const bool is_whole = units_of(plan) == 1;
    return run.replicates == 1 && run.draws >= 1 && (is_whole || run.draws == 1) &&
           run.horizon.size() == strata * plan.horizon.size() &&
           run.courses.size() == strata * reports * plan.courses.size() &&
           run.budget.size() == (1 + plan.perspectives.size()) * plan.years.size() &&
           run.people.size() / strata == run.draws && run.people.size() % strata == 0 &&
           run.items.size() == run.people.size() * plan.items.size() &&
           (run.centres.empty() || (is_whole && run.centres.size() == items));
}

void write(const StrategyRun& run, ByteWriter& bytes)
{
    bytes.whole(run.replicates);
    bytes.whole(run.draws);
    bytes.whole(run.instants);
    for (const auto* numbers :
         {&run.horizon, &run.courses, &run.budget, &run.items, &run.centres, &run.people})
        bytes.numbers(*numbers);
}

StrategyRun read(ByteReader& bytes)
{
    StrategyRun run;
    run.replicates = bytes.whole();
    run.draws = bytes.whole();
    run.instants = bytes.whole();
    for (auto* numbers : {&run.horizon, &run.courses, &run.budget, &run.items, &run.centres, &run.people})
        *numbers = bytes.numbers();
    return run;
}

class ComparisonWork final : public UnitWork {
public:
    explicit ComparisonWork(const ComparisonPlan& plan) : plan_(plan)
    {
        for (const Strategy& strategy : plan.study->strategies)
            models_.push_back(compiled(strategy.scenario).value());
    }

    [[nodiscard]] std::uint64_t units() const override { return units_of(plan_); }

    [[nodiscard]] std::uint64_t identity() const override
    {
        Fingerprint print;
        print.add(std::string_view("comparison, as of 1"));
        print.add(static_cast<int>(units() == 1));
        print.add(run_of(plan_).seed);
        add_strategies(*plan_.study, print);
        print.add(plan_.strata.size());
        for (const HorizonMeasure& measure : plan_.horizon) print.add(std::string_view(measure.name));
        for (const Course& course : plan_.courses) print.add(std::string_view(course.name));
        print.add(plan_.items.size());
        for (const std::string& perspective : plan_.perspectives) print.add(std::string_view(perspective));
        for (const BudgetYear& year : plan_.years) print.add(year.until);
        return print.value();
    }

    bool work(std::span<const std::uint64_t> units, const UnitSpec& spec,
              const TakeAnswer& take) const override
    {
        RunSpec how;
        how.seed = run_of(plan_).seed;
        how.is_part = this->units() > 1;
        how.stop = spec.stop;
        how.threads = 1;
        std::size_t memory = 0;
        for (const Model& model : models_) memory = std::max(memory, bytes_needed(model, how));
        const auto unit = [&](std::uint64_t number, int threads,
                              const std::function<void(double)>& progress) -> std::optional<std::string> {
            RunSpec one = how;
            one.first_replicate = static_cast<std::uint32_t>(number);
            one.threads = threads;
            return answer(one, progress);
        };
        return do_units(units, spec, memory, unit, take);
    }

private:
    [[nodiscard]] std::optional<std::string> answer(RunSpec how,
                                                    const std::function<void(double)>& progress) const
    {
        std::vector<StrategyRun> runs;
        const auto count = static_cast<double>(models_.size());
        for (std::size_t strategy = 0; strategy < models_.size(); ++strategy) {
            if (progress)
                how.progress = [&](double share) {
                    progress((static_cast<double>(strategy) + share) / count);
                };
            auto run = run_strategy(plan_, strategy, models_[strategy], how);
            if (!run) return std::nullopt;
            runs.push_back(std::move(*run));
        }
        return bytes_of(runs);
    }

    ComparisonPlan plan_;
    std::vector<Model> models_;  // by strategy
};

}  // namespace

std::uint64_t units_of(const ComparisonPlan& plan)
{
    return run_of(plan).replicates;
}

std::string bytes_of(std::span<const StrategyRun> runs)
{
    ByteWriter bytes;
    for (const StrategyRun& run : runs) write(run, bytes);
    return bytes.take();
}

std::vector<StrategyRun> runs_from(const ComparisonPlan& plan, std::uint64_t unit, std::string_view answer)
{
    ByteReader bytes(answer);
    std::vector<StrategyRun> runs;
    bool is_sound = true;
    for (std::size_t strategy = 0; is_sound && strategy < plan.study->strategies.size(); ++strategy) {
        runs.push_back(read(bytes));
        is_sound = has_shape(plan, runs.back());
    }
    if (!is_sound || !bytes.is_done())
        throw AnswerError(fmt::format("the answer of unit {} is none of this comparison", unit));
    return runs;
}

std::unique_ptr<UnitWork> work_of(const ComparisonPlan& plan)
{
    return std::make_unique<ComparisonWork>(plan);
}

Growth can_grow(const ComparisonPlan& plan)
{
    if (units_of(plan) > 1) return {};
    return {false,
            "a comparison of one replicate is divided into batches of people, and none of several replicates "
            "is; plan it anew with --replicates"};
}

}  // namespace txpath
