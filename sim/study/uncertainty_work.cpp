// uncertainty_work.cpp -- samples of an analysis of uncertainty as units of work.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.hpp"
#include "base/fingerprint.hpp"
#include "study/sample_keeper.hpp"
#include "study/study_identity.hpp"

namespace txpath {

namespace {

constexpr std::size_t numbers_each = 9;

std::array<double, numbers_each> numbers_of(const SampledFigure& figure)
{
    return {figure.cost,
            figure.qalys,
            figure.cost_error,
            figure.qalys_error,
            figure.incremental_cost,
            figure.incremental_qalys,
            figure.incremental_cost_error,
            figure.incremental_qalys_error,
            figure.incremental_covariance};
}

SampledFigure read_figure(ByteReader& bytes)
{
    SampledFigure figure;
    for (double* number :
         {&figure.cost, &figure.qalys, &figure.cost_error, &figure.qalys_error, &figure.incremental_cost,
          &figure.incremental_qalys, &figure.incremental_cost_error, &figure.incremental_qalys_error,
          &figure.incremental_covariance})
        *number = bytes.number();
    return figure;
}

std::string bytes_of(const SampleAnswer& answer)
{
    ByteWriter bytes;
    bytes.whole(answer.instants);
    bytes.text(answer.refusal);
    bytes.whole(answer.figures.size());
    for (const SampledFigure& figure : answer.figures)
        for (const double number : numbers_of(figure)) bytes.number(number);
    bytes.numbers(answer.people);
    return bytes.take();
}

SampleAnswer answer_from(const UncertaintySample& sample, std::uint64_t unit, std::string_view answer)
{
    ByteReader bytes(answer);
    SampleAnswer read;
    read.instants = bytes.whole();
    read.refusal = bytes.text();
    const std::size_t figures = bytes.count(numbers_each * sizeof(double));
    for (std::size_t figure = 0; figure < figures; ++figure) read.figures.push_back(read_figure(bytes));
    read.people = bytes.numbers();
    const std::size_t strata = read.refusal.empty() ? sample.strata.size() : 0;
    if (!bytes.is_done() || figures != strata * sample.strategies || read.people.size() != strata)
        throw AnswerError(fmt::format("the answer of unit {} is no sample of this study", unit));
    return read;
}

class UncertaintyWork final : public UnitWork {
public:
    UncertaintyWork(std::shared_ptr<const DecisionStudy> study, SampleSource source, const EvaluateSpec& spec)
        : study_(std::move(study)),
          source_(std::move(source)),
          has_common_luck_(has_common_luck(*study_, source_))
    {
        spec_.seed = spec.seed;
        spec_.replicates = spec.replicates;
        spec_.population = spec.population;
    }

    [[nodiscard]] std::uint64_t units() const override { return source_.samples; }

    [[nodiscard]] std::uint64_t identity() const override
    {
        Fingerprint print;
        print.add(std::string_view("uncertainty, as of 1"));
        print.add(spec_.seed);
        print.add(spec_.replicates);
        print.add(spec_.population);
        add_strategies(*study_, print);
        add_what_varies(study_->uncertainty, print);
        for (const VariedValue& value : source_.values) print.add(std::string_view(value.path));
        if (!can_grow(study_->uncertainty).is_possible) print.add(source_.samples);
        return print.value();
    }

    bool work(std::span<const std::uint64_t> units, const UnitSpec& spec,
              const TakeAnswer& take) const override
    {
        EvaluateSpec how = spec_;
        how.threads = spec.threads;
        how.progress = spec.progress;
        how.rest = spec.rest;
        how.stop = spec.stop;
        return evaluate(
            *study_, how, units.size(),
            [&](std::size_t at) {
                return draw_of(source_, static_cast<std::uint32_t>(units[at]), has_common_luck_);
            },
            [&](std::size_t at, const DrawAnswer& answer) {
                take(units[at], bytes_of(summed_up(*study_, answer)));
            });
    }

private:
    std::shared_ptr<const DecisionStudy> study_;
    SampleSource source_;
    bool has_common_luck_;
    EvaluateSpec spec_;
};

}  // namespace

std::unique_ptr<UnitWork> work_of(std::shared_ptr<const DecisionStudy> study, const SampleSource& source,
                                  const EvaluateSpec& spec)
{
    return std::make_unique<UncertaintyWork>(std::move(study), source, spec);
}

Growth can_grow(const UncertaintySettings& settings)
{
    if (settings.sampling != Sampling::latin_hypercube) return {};
    return {false,
            "a Latin hypercube divides every distribution into as many parts as there are samples, so that "
            "more samples are other samples; --sampling sobol or random can go on"};
}

Checked<UncertaintySample> sample_from(const DecisionStudy& study, const SampleSource& source,
                                       const UnitAnswers& answers)
{
    if (source.samples < 2) return too_few_planned(study);
    SampleKeeper keeper(study, source);
    std::uint32_t next = 0;
    answers.visit([&](std::uint64_t unit, std::string_view answer) {
        if (unit >= source.samples) return;
        if (unit != next) throw AnswerError(fmt::format("unit {} has no answer", next));
        keeper.keep(next++, answer_from(keeper.so_far(), unit, answer));
    });
    if (next != source.samples) throw AnswerError(fmt::format("unit {} has no answer", next));
    return keeper.finish();
}

}  // namespace txpath
