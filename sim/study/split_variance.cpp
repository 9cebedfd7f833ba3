// split_variance.cpp -- luck and ignorance in the means of samples.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.hpp"
#include "txpath/regression.hpp"

namespace txpath {

VarianceSplit split_variance(std::span<const double> outcomes, std::span<const double> standard_errors,
                             double people, double overhead)
{
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    if (outcomes.size() < 2) return {nothing, nothing, nothing, nothing, nothing};
    RunningStats means, squares;
    for (const double outcome : outcomes) means.add(outcome);
    for (const double error : standard_errors) squares.add(error * error);
    VarianceSplit split;
    split.total = means.variance();
    split.luck = squares.mean();
    split.parameters = std::max(0.0, split.total - split.luck);
    split.luck_each = split.luck * people;
    split.best_people = split.parameters == 0.0
                            ? std::numeric_limits<double>::infinity()
                            : std::max(1.0, std::sqrt(overhead * split.luck_each / split.parameters));
    return split;
}

}  // namespace txpath
