#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/elementary.hpp"
#include "base/special.hpp"
#include "study/draw_parts.hpp"
#include "txpath/distribution.hpp"

namespace txpath {

namespace {

/// Where in its distribution every value lies; 0 of a given one.
std::vector<double> shares_of(const DrawPlanParts& parts, std::uint32_t sample)
{
    assert(sample < parts.samples);
    std::vector<double> shares(parts.values.size(), 0.0);
    for (std::size_t value = 0; value < shares.size(); ++value)
        if (const std::size_t share = parts.sources[value].share; share != DrawSource::none)
            shares[value] = parts.shares.share(share, sample);
    std::vector<double> correlated;
    for (const std::size_t value : parts.correlated) correlated.push_back(shares[value]);
    parts.copula.apply(correlated);
    for (std::size_t k = 0; k < correlated.size(); ++k) shares[parts.correlated[k]] = correlated[k];
    return shares;
}

/// Logarithm of gamma_quantile, also where that is too small for a double.
double log_gamma_quantile(double shape, double p)
{
    const double x = portable::gamma_quantile(shape, p);
    if (x > 1e-290) return portable::log(x);
    return (portable::log(p) + portable::log_gamma(shape + 1.0)) / shape;  // p = x^shape / Gamma(shape + 1)
}

/// Shares of a branch: gamma numbers of its counts over their sum.
void draw_branch(const std::vector<Followed>& branch, const std::vector<double>& shares,
                 std::vector<double>& parameters)
{
    std::vector<double> sizes;
    for (const Followed& option : branch)
        sizes.push_back(log_gamma_quantile(option.distribution.a, shares[option.value]));
    const double largest = *std::ranges::max_element(sizes);
    double sum = 0.0;
    for (double& size : sizes) sum += size = portable::exp(size - largest);
    for (std::size_t k = 0; k < branch.size(); ++k) parameters[branch[k].place] = sizes[k] / sum;
}

/// The draws of one sample.
class SampleDraws {
public:
    SampleDraws(const DrawPlanParts& parts, std::uint32_t sample)
        : parts_(parts),
          sample_(sample),
          shares_(shares_of(parts, sample)),
          drawn_(shares_.size(), nullptr),
          numbers_(shares_.size())
    {
    }

    [[nodiscard]] std::vector<double> of(const StrategyDraws& strategy)
    {
        std::vector<double> parameters = strategy.base;
        for (const Followed& one : strategy.alone) parameters[one.place] = number(one);
        for (const auto& branch : strategy.branches) draw_branch(branch, shares_, parameters);
        return parameters;
    }

private:
    double number(const Followed& one)
    {
        const std::size_t column = parts_.sources[one.value].column;
        if (column != DrawSource::none) return parts_.given[sample_][column];
        // Strategies mostly have the same distributions, and quantiles cost more than all else.
        if (drawn_[one.value] == nullptr || !drawn_[one.value]->is_spread_like(one)) {
            drawn_[one.value] = &one;
            numbers_[one.value] = quantile(one.distribution, shares_[one.value]);
        }
        return numbers_[one.value];
    }

    const DrawPlanParts& parts_;
    std::uint32_t sample_;
    std::vector<double> shares_;
    std::vector<const Followed*> drawn_;  // by value: what its number was drawn from last
    std::vector<double> numbers_;
};

}  // namespace

DrawPlan::DrawPlan(std::shared_ptr<const DrawPlanParts> parts) : parts_(std::move(parts))
{
}

const std::vector<VariedValue>& DrawPlan::values() const noexcept
{
    return parts_->values;
}

std::uint32_t DrawPlan::samples() const noexcept
{
    return parts_->samples;
}

std::vector<std::vector<double>> DrawPlan::parameters(std::uint32_t sample) const
{
    SampleDraws draws(*parts_, sample);
    std::vector<std::vector<double>> parameters;
    for (const StrategyDraws& strategy : parts_->strategies) parameters.push_back(draws.of(strategy));
    return parameters;
}

std::vector<double> DrawPlan::parameters(std::size_t strategy, std::uint32_t sample) const
{
    return SampleDraws(*parts_, sample).of(parts_->strategies[strategy]);
}

std::vector<double> DrawPlan::shown(std::uint32_t sample) const
{
    SampleDraws draws(*parts_, sample);
    std::vector<std::vector<double>> parameters(parts_->strategies.size());
    std::vector<double> numbers;
    for (const VariedValue& value : parts_->values) {
        auto& own = parameters[value.shown];
        if (own.empty()) own = draws.of(parts_->strategies[value.shown]);
        numbers.push_back(own[value.places[value.shown]] / value.unit_size);
    }
    return numbers;
}

}  // namespace txpath
