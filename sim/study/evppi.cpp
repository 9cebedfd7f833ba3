// evppi.cpp -- value of partial perfect information: fit once a set, then read at every threshold.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/numeric.hpp"
#include "base/stats.hpp"
#include "study/gaussian_process.hpp"
#include "study/smoother.hpp"
#include "study/spline.hpp"
#include "txpath/regression.hpp"

namespace txpath {

namespace {

constexpr std::size_t least_samples = 10;
constexpr std::size_t samples_per_length = 10;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Costs, then effects, of each strategy less those of the first in that sample, around their means.
struct Contrasts {
    Dense around;              ///< samples x (costs, effects)
    std::vector<double> mean;  ///< by column
};

Contrasts contrasts_of(const CostsAndEffects& sample)
{
    const std::size_t strategies = sample.strategies;
    Contrasts contrasts{Dense(sample.samples, 2 * strategies), {}};
    for (std::size_t c = 0; c < contrasts.around.columns; ++c) {
        const auto& numbers = c < strategies ? sample.costs : sample.effects;
        const std::size_t strategy = c % strategies;
        NeumaierSum sum;
        for (std::size_t r = 0; r < sample.samples; ++r) {
            contrasts.around.at(r, c) = numbers[r * strategies + strategy] - numbers[r * strategies];
            sum.add(contrasts.around.at(r, c));
        }
        contrasts.mean.push_back(sum.value() / static_cast<double>(sample.samples));
        for (std::size_t r = 0; r < sample.samples; ++r) contrasts.around.at(r, c) -= contrasts.mean.back();
    }
    return contrasts;
}

/// Net benefits of every strategy at one threshold.
class NetBenefits {
public:
    NetBenefits(const Contrasts& contrasts, double threshold)
        : contrasts_(contrasts), threshold_(threshold), strategies_(contrasts.mean.size() / 2)
    {
        for (std::size_t d = 0; d < strategies_; ++d)
            if (of(contrasts.mean, d) > of(contrasts.mean, now_)) now_ = d;
    }

    struct Choice {
        std::size_t strategy = 0;
        double gain = 0.0;  ///< over the strategy that is best now; 0 at least
    };

    /// The best if net benefits around their means were `around`; the present one as long as it ties.
    [[nodiscard]] Choice best(std::span<const double> around) const
    {
        Choice choice{now_, 0.0};
        for (std::size_t d = 0; d < strategies_; ++d) {
            const double gain =
                of(contrasts_.mean, d) - of(contrasts_.mean, now_) + of(around, d) - of(around, now_);
            if (gain > choice.gain) choice = {d, gain};
        }
        return choice;
    }

    [[nodiscard]] double over_now(std::span<const double> around, std::size_t strategy) const
    {
        return of(around, strategy) - of(around, now_);
    }

    /// Expected value of knowing every sample.
    [[nodiscard]] double perfect() const
    {
        NeumaierSum sum;
        for (std::size_t r = 0; r < contrasts_.around.rows; ++r) sum.add(best(contrasts_.around.row(r)).gain);
        return sum.value() / static_cast<double>(contrasts_.around.rows);
    }

private:
    [[nodiscard]] double of(std::span<const double> costs_and_effects, std::size_t strategy) const
    {
        return threshold_ * costs_and_effects[strategies_ + strategy] - costs_and_effects[strategy];
    }

    const Contrasts& contrasts_;
    double threshold_;
    std::size_t strategies_;
    std::size_t now_ = 0;
};

PartialInformation read(const NetBenefits& benefits, const Contrasts& contrasts, const Fit& fit)
{
    const auto samples = static_cast<double>(contrasts.around.rows);
    const double enlarged = std::sqrt(samples / fit.residual_freedom);
    NeumaierSum sum;
    RunningStats influence;
    std::vector<double> residual(contrasts.around.columns);
    for (std::size_t r = 0; r < contrasts.around.rows; ++r) {
        const auto seen = contrasts.around.row(r), fitted = fit.fitted.row(r);
        const auto choice = benefits.best(fitted);
        for (std::size_t c = 0; c < residual.size(); ++c) residual[c] = seen[c] - fitted[c];
        sum.add(choice.gain);
        influence.add(choice.gain + enlarged * benefits.over_now(residual, choice.strategy));
    }
    return {sum.value() / samples, influence.standard_error(), Smoother::constant};
}

bool varies(std::span<const double> value)
{
    return std::ranges::any_of(value, [&](double x) { return x != value.front(); });
}

Smoother smoother_for(std::size_t samples, std::size_t values)
{
    if (values == 0) return Smoother::constant;
    if (samples < least_samples) return Smoother::too_few;
    if (values <= 2) return Smoother::spline;
    return samples < samples_per_length * values ? Smoother::round_gaussian_process
                                                 : Smoother::gaussian_process;
}

Basis basis_for(Smoother smoother, const std::vector<std::span<const double>>& values, const Dense& outcomes)
{
    if (smoother == Smoother::spline) return spline_basis(values, outcomes);
    const bool is_round = smoother == Smoother::round_gaussian_process;
    return gaussian_process(values, is_round ? LengthScales::one_for_all : LengthScales::one_each, outcomes);
}

std::vector<ValueSet> without_repeats(std::span<const ValueSet> sets)
{
    std::vector<ValueSet> unique(sets.begin(), sets.end());
    for (ValueSet& set : unique) {
        std::ranges::sort(set);
        set.erase(std::ranges::unique(set).begin(), set.end());
    }
    return unique;
}

/// Knowing more is never worth less.
void raise_to_parts(const std::vector<ValueSet>& sets, std::vector<std::vector<PartialInformation>>& found)
{
    const auto alone = found;
    for (std::size_t whole = 0; whole < sets.size(); ++whole)
        for (std::size_t part = 0; part < sets.size(); ++part) {
            if (!std::ranges::includes(sets[whole], sets[part])) continue;
            for (std::size_t t = 0; t < found[whole].size(); ++t)
                if (alone[part][t].value > found[whole][t].value) {
                    found[whole][t].value = alone[part][t].value;
                    found[whole][t].error = alone[part][t].error;
                }
        }
}

}  // namespace

std::vector<std::vector<PartialInformation>> evppi(const CostsAndEffects& sample, const DrawnColumns& values,
                                                   std::span<const ValueSet> sets,
                                                   std::span<const double> thresholds)
{
    const Contrasts contrasts = contrasts_of(sample);
    const Dense outcomes = independent_outcomes(contrasts.around);
    std::vector<NetBenefits> benefits;
    for (const double threshold : thresholds) benefits.emplace_back(contrasts, threshold);
    const std::vector<ValueSet> unique = without_repeats(sets);
    std::vector<std::vector<PartialInformation>> found;
    for (const ValueSet& set : unique) {
        std::vector<std::span<const double>> varied;
        for (const std::size_t value : set)
            if (varies(values[value])) varied.emplace_back(values[value]);
        const Smoother smoother = smoother_for(sample.samples, varied.size());
        const double unknown = smoother == Smoother::too_few ? nothing : 0.0;
        auto& row = found.emplace_back(thresholds.size(), PartialInformation{unknown, unknown, smoother});
        if (smoother == Smoother::constant || smoother == Smoother::too_few || outcomes.columns == 0)
            continue;
        const Fit fitted = fit(basis_for(smoother, varied, outcomes), contrasts.around);
        for (std::size_t t = 0; t < thresholds.size(); ++t) {
            row[t] = read(benefits[t], contrasts, fitted);
            row[t].smoother = smoother;
        }
    }
    raise_to_parts(unique, found);
    for (std::size_t t = 0; t < thresholds.size(); ++t) {
        const double most = benefits[t].perfect();
        for (auto& row : found)
            if (row[t].value > most) row[t].value = most;
    }
    return found;
}

}  // namespace txpath
