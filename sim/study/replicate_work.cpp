// replicate_work.cpp -- replicates done one by one, kept as bytes, and read again.
#include "txpath/replicate_work.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/fingerprint.hpp"
#include "study/replicate_code.hpp"
#include "study/unit_jobs.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

namespace {

class ReplicateWork final : public UnitWork {
public:
    ReplicateWork(const Scenario& scenario, const Model& model, std::uint32_t replicates)
        : model_(model), replicates_(replicates), has_sojourns_(scenario.outputs.sojourns)
    {
        spec_.seed = scenario.run.seed;
        spec_.histories = scenario.outputs.people;
        spec_.is_part = replicates > 1;
    }

    [[nodiscard]] std::uint64_t units() const override { return replicates_; }

    [[nodiscard]] std::uint64_t identity() const override
    {
        Fingerprint print;
        print.add(std::string_view("replicates, as of 1"));
        print.add(model_.fingerprint());
        print.add(spec_.seed);
        print.add(spec_.histories);
        print.add(static_cast<int>(spec_.is_part));
        print.add(static_cast<int>(has_sojourns_));
        return print.value();
    }

    bool work(std::span<const std::uint64_t> units, const UnitSpec& spec,
              const TakeAnswer& take) const override
    {
        RunSpec one = spec_;
        one.threads = 1;
        const auto replicate =
            [&](std::uint64_t unit, int threads,
                const std::function<void(double)>& progress) -> std::optional<std::string> {
            RunSpec how = spec_;
            how.first_replicate = static_cast<std::uint32_t>(unit);
            how.threads = threads;
            how.progress = progress;
            how.stop = spec.stop;
            RunOutcome outcome = simulate(model_, how);
            if (!outcome.is_complete) return std::nullopt;
            Results& results = outcome.results;
            if (unit != 0) results.network.reset();
            return bytes_of({std::move(results.replicates.front()), results.checkpoints, results.network});
        };
        return do_units(units, spec, bytes_needed(model_, one), replicate, take);
    }

private:
    Model model_;
    std::uint32_t replicates_;
    bool has_sojourns_;
    RunSpec spec_;
};

CodedReplicate coded(std::uint64_t unit, std::string_view answer)
{
    auto replicate = replicate_from(answer);
    if (!replicate || replicate->result.replicate != unit)
        throw AnswerError(fmt::format("the answer of unit {} is not a replicate", unit));
    return std::move(*replicate);
}

}  // namespace

std::unique_ptr<UnitWork> replicate_work(const Scenario& scenario, const Model& model,
                                         std::uint32_t replicates)
{
    return std::make_unique<ReplicateWork>(scenario, model, replicates);
}

ReplicateResult replicate_of(std::uint64_t unit, std::string_view answer)
{
    return std::move(coded(unit, answer).result);
}

StoredReplicates::StoredReplicates(const UnitAnswers& answers, std::uint64_t count)
    : answers_(answers), count_(count)
{
    if (count == 0) return;
    CodedReplicate first = coded(0, answers.one(0));
    checkpoints_ = std::move(first.checkpoints);
    network_ = first.network;
}

void StoredReplicates::visit(const std::function<void(const ReplicateResult&)>& take) const
{
    std::uint64_t expected = 0;
    answers_.visit([&](std::uint64_t unit, std::string_view answer) {
        if (unit >= count_) return;
        if (unit != expected++) throw AnswerError(fmt::format("unit {} has no answer", expected - 1));
        take(coded(unit, answer).result);
    });
    if (expected != count_) throw AnswerError(fmt::format("unit {} has no answer", expected));
}

}  // namespace txpath
