#include "study/correlated_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "study/study_mistake.hpp"

namespace txpath {

namespace {

constexpr std::size_t most_named = 4;

class Reader {
public:
    Reader(const DecisionStudy& study, const std::vector<VariedValue>& values,
           const std::vector<std::string>& why_not, Diagnostics& found)
        : study_(study),
          asked_(study.uncertainty.correlations),
          values_(values),
          why_not_(why_not),
          found_(found)
    {
    }

    CorrelatedValues read()
    {
        const std::size_t before = found_.error_count();
        for (const ValueCorrelation& pair : asked_) check(pair);
        if (found_.error_count() > before) return {};
        gather();
        const auto& [members, pairs] = correlated_;
        if (const auto why = contradiction_of(members.size(), pairs)) refuse_contradiction(*why);
        return std::move(correlated_);
    }

private:
    Diagnostic& refuse(const Span& at, std::string message)
    {
        return txpath::refuse(found_, study_, at, std::move(message));
    }

    [[nodiscard]] std::size_t value_at(const std::string& path) const
    {
        return static_cast<std::size_t>(std::ranges::lower_bound(values_, path, {}, &VariedValue::path) -
                                        values_.begin());
    }

    void check(const ValueCorrelation& pair)
    {
        for (const std::string& path : {pair.first, pair.second}) {
            const std::size_t value = value_at(path);
            const bool varies = value < values_.size() && values_[value].path == path;
            const std::string why = varies ? why_not_[value] : "which does not vary";
            if (!why.empty())
                refuse(pair.at, fmt::format("a correlation is of '{}', {}", path, why)).advice =
                    "drop the correlation";
        }
        const std::pair<std::string, std::string> names = std::minmax(pair.first, pair.second);
        if (pair.first == pair.second)
            refuse(pair.at, fmt::format("'{}' is correlated with itself", pair.first)).advice =
                "name two values";
        else if (!said_.insert(names).second)
            refuse(pair.at,
                   fmt::format("the correlation of '{}' with '{}' is given twice", pair.first, pair.second))
                .advice = "keep one of them";
        if (!(std::abs(pair.rho) <= 1.0))
            refuse(pair.at, fmt::format("a correlation is {:g}, which is not between -1 and 1", pair.rho))
                .advice = "write a rank correlation";
    }

    void gather()
    {
        auto& members = correlated_.values;
        for (const ValueCorrelation& pair : asked_)
            for (const std::string& path : {pair.first, pair.second}) members.push_back(value_at(path));
        std::ranges::sort(members);
        members.erase(std::unique(members.begin(), members.end()), members.end());
        const auto member = [&](const std::string& path) {
            return static_cast<std::size_t>(std::ranges::lower_bound(members, value_at(path)) -
                                            members.begin());
        };
        for (const ValueCorrelation& pair : asked_)
            correlated_.pairs.push_back({member(pair.first), member(pair.second), pair.rho});
    }

    /// Names the pairs that pull the smallest eigenvalue down, the strongest first.
    void refuse_contradiction(const Contradiction& why)
    {
        const auto pull = [&](std::size_t k) {
            const auto& [first, second, rho] = correlated_.pairs[k];
            return rho * why.axis[first] * why.axis[second];
        };
        std::vector<std::size_t> order;
        for (std::size_t k = 0; k < asked_.size(); ++k)
            if (pull(k) < 0.0) order.push_back(k);
        std::ranges::stable_sort(order, {}, pull);
        const double least_named = 0.05 * pull(order.front());
        std::string pairs;
        for (std::size_t rank = 0; rank < std::min(order.size(), most_named); ++rank) {
            if (pull(order[rank]) > least_named) break;
            const ValueCorrelation& pair = asked_[order[rank]];
            pairs += fmt::format("{}{:g} of '{}' with '{}'", rank == 0 ? "" : ", ", pair.rho, pair.first,
                                 pair.second);
        }
        auto& mistake = refuse(asked_[order.front()].at,
                               fmt::format("the correlations contradict one another: the smallest "
                                           "eigenvalue of their matrix is {:.3f}, not above 0",
                                           why.eigenvalue));
        mistake.advice =
            fmt::format("bring them nearer to 0: times {:g}, all of them could hold", why.factor);
        mistake.help = "most to blame are " + pairs;
    }

    const DecisionStudy& study_;
    const std::vector<ValueCorrelation>& asked_;
    const std::vector<VariedValue>& values_;
    const std::vector<std::string>& why_not_;
    Diagnostics& found_;
    std::set<std::pair<std::string, std::string>> said_;
    CorrelatedValues correlated_;
};

}  // namespace

CorrelatedValues correlated_values(const DecisionStudy& study, const std::vector<VariedValue>& values,
                                   const std::vector<std::string>& why_not, Diagnostics& found)
{
    return Reader(study, values, why_not, found).read();
}

}  // namespace txpath
