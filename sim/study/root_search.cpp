#include "study/root_search.hpp"

#include <algorithm>
#include <cmath>

namespace txpath {

RootSearch::RootSearch(RootPoint low, RootPoint high, double tolerance) noexcept
    : newest_(high), opposite_(low), third_(low), tolerance_(tolerance)
{
    is_done_ = width() <= 2.0 * tolerance_;
}

double RootSearch::next() const noexcept
{
    return newest_.at + step_ * (opposite_.at - newest_.at);
}

void RootSearch::answer(double value) noexcept
{
    const RootPoint asked{next(), value};
    if (std::signbit(asked.value) == std::signbit(newest_.value)) {
        third_ = newest_;
    } else {
        third_ = opposite_;
        opposite_ = newest_;
    }
    newest_ = asked;
    const double span = opposite_.at - newest_.at;
    const double shortest = tolerance_ / std::abs(span);
    if (value == 0.0 || shortest > 0.5) {
        is_done_ = true;
        return;
    }
    const double xi = (newest_.at - opposite_.at) / (third_.at - opposite_.at);
    const double phi = (newest_.value - opposite_.value) / (third_.value - opposite_.value);
    step_ = 0.5;
    if (phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi) {
        const double a = newest_.value, b = opposite_.value, c = third_.value;
        step_ = a / (b - a) * c / (b - c) + (third_.at - newest_.at) / span * a / (c - a) * b / (c - b);
    }
    step_ = std::clamp(step_, shortest, 1.0 - shortest);
}

const RootPoint& RootSearch::best() const noexcept
{
    return std::abs(newest_.value) <= std::abs(opposite_.value) ? newest_ : opposite_;
}

double RootSearch::width() const noexcept
{
    return best().value == 0.0 ? 0.0 : std::abs(opposite_.at - newest_.at);
}

}  // namespace txpath
