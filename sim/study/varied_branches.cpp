#include "study/varied_branches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace txpath {

namespace {

constexpr double sum_slack = 1e-9;  // as of the base case

class BranchCheck {
public:
    BranchCheck(const std::vector<Varying>& how, const std::vector<std::vector<double>>& given)
        : how_(how), given_(given)
    {
    }

    void check(const Scenario& scenario)
    {
        for (const Track& track : scenario.tracks)
            for (const auto& shares : track.start.shares)
                check(shares, fmt::format("the start of '{}'", track.name), track.at);
        for (const Transition& transition : scenario.transitions)
            check(transition.to,
                  fmt::format("'{}.{}'", scenario.tracks[transition.track].name, transition.name),
                  transition.at);
        for (const State& state : scenario.states)
            for (const Case& one : state.decide)
                check(one.to, fmt::format("'{}.{}'", scenario.tracks[state.track].name, state.name),
                      state.at);
    }

    [[nodiscard]] std::vector<BranchMistake> found() && { return std::move(found_); }

private:
    [[nodiscard]] Varying how(const Option& option) const
    {
        const ParameterId parameter = option.probability.parameter;
        return parameter.is_absent() ? Varying::no : how_[parameter.index()];
    }

    void check(const std::vector<Option>& options, const std::string& title, const Span& at)
    {
        const auto count = [&](Varying what) {
            return static_cast<std::size_t>(
                std::ranges::count_if(options, [&](const Option& one) { return how(one) == what; }));
        };
        const std::size_t alone = count(Varying::alone), together = count(Varying::together),
                          given = count(Varying::given);
        const bool has_rest = std::ranges::any_of(options, &Option::is_rest);
        if (has_rest || options.size() < 2 || alone + together + given == 0) return;
        if (together == options.size()) return;
        if (together > 0)
            found_.push_back(
                {at, fmt::format("only some of the shares of {} vary, though they are drawn together", title),
                 "let 'vary' or the file name the branch with all its shares"});
        else if (alone > 0)
            found_.push_back(
                {at, fmt::format("the shares of {} vary one by one, so they would not sum to 1", title),
                 "write 'rest' for one of them, or a 'dirichlet' for the branch"});
        else
            check_sums(options, title, at);
    }

    void check_sums(const std::vector<Option>& options, const std::string& title, const Span& at)
    {
        for (std::size_t row = 0; row < given_.size(); ++row) {
            double sum = 0.0;
            for (const Option& option : options) {
                const Value& share = option.probability;
                sum += converted(
                    share, share.parameter.is_absent() ? share.number : given_[row][share.parameter.index()]);
            }
            if (std::abs(sum - 1.0) <= sum_slack) continue;
            found_.push_back({at,
                              fmt::format("row {} of the given draws makes the shares of {} sum to {:.10g}",
                                          row + 1, title, sum),
                              "give shares that sum to 1, with all their digits"});
            return;
        }
    }

    const std::vector<Varying>& how_;
    const std::vector<std::vector<double>>& given_;
    std::vector<BranchMistake> found_;
};

}  // namespace

std::vector<BranchMistake> mistakes_of_branches(const Scenario& scenario, const std::vector<Varying>& how,
                                                const std::vector<std::vector<double>>& given)
{
    BranchCheck check(how, given);
    check.check(scenario);
    if (scenario.shared.clinicians) check.check(*scenario.shared.clinicians->scenario);
    return std::move(check).found();
}

}  // namespace txpath
