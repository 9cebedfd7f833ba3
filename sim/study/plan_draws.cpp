// plan_draws.cpp -- which values vary, by what, and every reason why they cannot.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "study/correlated_values.hpp"
#include "study/draw_parts.hpp"
#include "study/study_mistake.hpp"
#include "study/value_columns.hpp"
#include "study/varied_branches.hpp"

namespace txpath {

namespace {

constexpr auto absent = VariedValue::absent;

bool varies(const Parameter& parameter) noexcept
{
    return parameter.distribution.family != Family::fixed;
}

/// Is the path `entry` itself or below it?
bool lies_at(const std::string& path, const std::string& entry)
{
    return path.starts_with(entry) && (path.size() == entry.size() || path[entry.size()] == '.');
}

std::size_t place_of(const Scenario& scenario, const std::string& path)
{
    const auto& parameters = scenario.parameters;
    const auto found = std::ranges::lower_bound(parameters, path, {}, &Parameter::path);
    return found == parameters.end() || found->path != path
               ? absent
               : static_cast<std::size_t>(found - parameters.begin());
}

class Planner {
public:
    Planner(const DecisionStudy& study, std::uint64_t seed)
        : study_(study), settings_(study.uncertainty), seed_(seed)
    {
    }

    Checked<DrawPlan> plan()
    {
        if (settings_.samples == 0)
            refuse({}, "'samples' is 0, so nothing is drawn").advice = "ask for 1000, for example";
        find_given();
        find_varied();
        check_vary();
        if (found_.has_errors()) return found_;
        number_values();
        check_dimensions();
        check_branches();
        check_correlations();
        if (found_.has_errors()) return found_;
        return DrawPlan(build());
    }

private:
    Diagnostic& refuse(const Span& at, std::string message)
    {
        return txpath::refuse(found_, study_, at, std::move(message));
    }

    [[nodiscard]] Span given_file() const
    {
        return settings_.given ? Span{settings_.given->file, 0, 0, 1} : Span{};
    }

    // Which values.

    [[nodiscard]] bool is_wanted(const std::string& path) const
    {
        return settings_.vary.empty() ||
               std::ranges::any_of(settings_.vary, [&](const auto& entry) { return lies_at(path, entry); });
    }

    [[nodiscard]] bool is_given(const std::string& path) const { return columns_.contains(path); }

    void find_given()
    {
        if (!settings_.given) return;
        const GivenDraws& given = *settings_.given;
        for (std::size_t k = 0; k < given.paths.size(); ++k) {
            columns_.emplace(given.paths[k], k);
            if (!is_wanted(given.paths[k]))
                refuse(given_file(),
                       fmt::format("the draws of '{}' are given, but 'vary' leaves it out", given.paths[k]))
                    .advice = "add it to 'vary', or drop its column";
        }
        if (given.rows.size() < settings_.samples)
            refuse(given_file(), fmt::format("the file has {} rows of draws for {} samples",
                                             given.rows.size(), settings_.samples))
                .advice = fmt::format("give more rows, or write 'samples: {}'", given.rows.size());
        for (std::size_t row = 0; row < given.rows.size(); ++row)
            for (const double number : given.rows[row])
                if (!std::isfinite(number)) {
                    refuse(given_file(), fmt::format("row {} of the draws is not finite", row + 1)).advice =
                        "drop the row";
                    return;
                }
    }

    void find_varied()
    {
        for (const Strategy& strategy : study_.strategies)
            for (const Parameter& parameter : strategy.scenario.parameters)
                if (is_wanted(parameter.path) && varies(parameter)) paths_.insert(parameter.path);
        for (const auto& [path, column] : columns_) check_given(path);
        if (!paths_.empty() || found_.has_errors()) return;
        if (settings_.vary.empty())
            refuse({}, "no value of any strategy has a distribution, so nothing is uncertain").advice =
                "write '{value: 0.3, beta: {events: 30, of: 100}, source: ...}', for example";
    }

    /// Given draws of a value that is certain everywhere must not erase what strategies decide.
    void check_given(const std::string& path)
    {
        if (paths_.contains(path)) return;
        const Strategy* first = nullptr;
        for (const Strategy& strategy : study_.strategies) {
            const std::size_t place = place_of(strategy.scenario, path);
            if (place == absent) continue;
            if (first == nullptr) first = &strategy;
            const double there = first->scenario.parameters[place_of(first->scenario, path)].base;
            if (const double here = strategy.scenario.parameters[place].base; here != there) {
                refuse(given_file(),
                       fmt::format("the draws of '{}' are given, but it is {:g} in '{}' and {:g} "
                                   "in '{}', a difference they would erase",
                                   path, there, first->name, here, strategy.name))
                    .advice = "drop its column, or give it a distribution where it is uncertain";
                return;
            }
        }
        if (first == nullptr)
            refuse(given_file(), fmt::format("no strategy has a value '{}'", path)).advice =
                "drop its column";
        else
            paths_.insert(path);
    }

    void check_vary()
    {
        for (const std::string& entry : settings_.vary)
            if (std::ranges::none_of(paths_, [&](const auto& path) { return lies_at(path, entry); }))
                refuse({}, fmt::format("'vary' names '{}', where no value has a distribution", entry))
                    .advice = "name an uncertain value or a part of the scenario that holds one";
    }

    void number_values()
    {
        for (const std::string& path : paths_) {
            VariedValue& value = values_.emplace_back();
            value.path = path;
            bool is_shown = false;
            for (std::size_t k = 0; k < study_.strategies.size(); ++k) {
                const Scenario& scenario = study_.strategies[k].scenario;
                value.places.push_back(place_of(scenario, path));
                if (is_shown || value.places[k] == absent || !follows(k, values_.size() - 1)) continue;
                is_shown = true;
                value.shown = k;
                show_in_unit(value, scenario.parameters[value.places[k]]);
            }
        }
        name_columns(values_);
    }

    /// Does the strategy take the value's draws?
    [[nodiscard]] bool follows(std::size_t strategy, std::size_t value) const
    {
        const std::size_t place = values_[value].places[strategy];
        if (place == absent) return false;
        if (varies(study_.strategies[strategy].scenario.parameters[place])) return true;
        return is_given(values_[value].path) && is_certain_everywhere(values_[value].path);
    }

    [[nodiscard]] bool is_certain_everywhere(const std::string& path) const
    {
        return std::ranges::none_of(study_.strategies, [&](const Strategy& strategy) {
            const std::size_t place = place_of(strategy.scenario, path);
            return place != absent && varies(strategy.scenario.parameters[place]);
        });
    }

    [[nodiscard]] const Parameter& parameter_of(std::size_t strategy, std::size_t value) const
    {
        return study_.strategies[strategy].scenario.parameters[values_[value].places[strategy]];
    }

    // Whether they can.

    void check_dimensions()
    {
        if (settings_.sampling != Sampling::sobol || values_.size() <= most_sobol_dimensions) return;
        refuse({}, fmt::format("{} values vary, more than the {} dimensions of Sobol's points",
                               values_.size(), most_sobol_dimensions))
            .advice = "write 'sampling: latin_hypercube', or fewer under 'vary'";
    }

    void check_branches()
    {
        for (std::size_t k = 0; k < study_.strategies.size(); ++k) {
            const Scenario& scenario = study_.strategies[k].scenario;
            std::vector<Varying> how(scenario.parameters.size(), Varying::no);
            for (std::size_t value = 0; value < values_.size(); ++value) {
                if (!follows(k, value)) continue;
                const std::size_t place = values_[value].places[k];
                const bool is_drawn = !is_given(values_[value].path);
                const bool is_part = scenario.parameters[place].distribution.family == Family::dirichlet;
                how[place] = !is_drawn ? Varying::given : is_part ? Varying::together : Varying::alone;
            }
            for (const BranchMistake& mistake : mistakes_of_branches(scenario, how, rows_of(k))) {
                auto& refused = refuse({}, mistake.message);
                refused.at = mistake.at;  // in a scenario, not in the study
                refused.advice = mistake.advice;
            }
        }
    }

    /// The given draws of a strategy: by sample, its parameters.
    [[nodiscard]] std::vector<std::vector<double>> rows_of(std::size_t strategy) const
    {
        std::vector<std::vector<double>> rows;
        if (!settings_.given) return rows;
        const std::vector<double> base = base_of(strategy);
        for (std::uint32_t sample = 0; sample < settings_.samples; ++sample) {
            auto& row = rows.emplace_back(base);
            for (std::size_t value = 0; value < values_.size(); ++value)
                if (const auto column = columns_.find(values_[value].path);
                    column != columns_.end() && follows(strategy, value))
                    row[values_[value].places[strategy]] = settings_.given->rows[sample][column->second];
        }
        return rows;
    }

    [[nodiscard]] std::vector<double> base_of(std::size_t strategy) const
    {
        std::vector<double> base;
        for (const Parameter& parameter : study_.strategies[strategy].scenario.parameters)
            base.push_back(parameter.base);
        return base;
    }

    [[nodiscard]] std::string why_not_correlated(const VariedValue& value) const
    {
        if (is_given(value.path)) return "whose draws a file gives";
        const auto k = static_cast<std::size_t>(&value - values_.data());
        for (std::size_t strategy = 0; strategy < study_.strategies.size(); ++strategy)
            if (follows(strategy, k) && parameter_of(strategy, k).distribution.family == Family::dirichlet)
                return "which is drawn together with the other shares of its branch";
        return {};
    }

    void check_correlations()
    {
        std::vector<std::string> why_not;
        for (const VariedValue& value : values_) why_not.push_back(why_not_correlated(value));
        correlated_ = correlated_values(study_, values_, why_not, found_);
    }

    // The plan.

    /// Drawn values in the order in which dimensions are dealt out.
    [[nodiscard]] std::vector<std::size_t> in_order_of_vary() const
    {
        std::vector<std::size_t> order;
        const auto rank = [&](std::size_t value) {
            const auto entry = std::ranges::find_if(
                settings_.vary, [&](const std::string& one) { return lies_at(values_[value].path, one); });
            return entry - settings_.vary.begin();
        };
        for (std::size_t value = 0; value < values_.size(); ++value)
            if (!is_given(values_[value].path)) order.push_back(value);
        std::ranges::stable_sort(order, {}, rank);
        return order;
    }

    [[nodiscard]] std::shared_ptr<const DrawPlanParts> build()
    {
        const std::vector<std::size_t> order = in_order_of_vary();
        std::vector<std::string> paths;
        for (const std::size_t value : order) paths.push_back(values_[value].path);
        auto parts = std::make_shared<DrawPlanParts>(
            SamplingPlan{settings_.sampling, seed_, settings_.samples}, paths);
        parts->sources.resize(values_.size());
        for (std::size_t k = 0; k < order.size(); ++k) parts->sources[order[k]].share = k;
        for (std::size_t value = 0; value < values_.size(); ++value)
            if (const auto column = columns_.find(values_[value].path); column != columns_.end())
                parts->sources[value].column = column->second;
        if (settings_.given) parts->given = settings_.given->rows;
        parts->correlated = correlated_.values;
        parts->copula = Copula(correlated_.values.size(), correlated_.pairs);
        for (std::size_t k = 0; k < study_.strategies.size(); ++k) parts->strategies.push_back(draws_of(k));
        parts->values = std::move(values_);
        return parts;
    }

    [[nodiscard]] StrategyDraws draws_of(std::size_t strategy) const
    {
        StrategyDraws draws;
        draws.base = base_of(strategy);
        std::map<std::string, std::vector<Followed>> branches;
        for (std::size_t value = 0; value < values_.size(); ++value) {
            if (!follows(strategy, value)) continue;
            const std::size_t place = values_[value].places[strategy];
            const Parameter& parameter = study_.strategies[strategy].scenario.parameters[place];
            const bool is_part = parameter.distribution.family == Family::dirichlet;
            auto& with = is_part && !is_given(parameter.path) ? branches[parameter.group] : draws.alone;
            with.push_back({value, place, parameter.distribution});
        }
        for (auto& [group, branch] : branches) draws.branches.push_back(std::move(branch));
        return draws;
    }

    const DecisionStudy& study_;
    const UncertaintySettings& settings_;
    std::uint64_t seed_;
    std::map<std::string, std::size_t> columns_;  ///< of the given draws, by path
    std::set<std::string> paths_;
    std::vector<VariedValue> values_;
    CorrelatedValues correlated_;
    Diagnostics found_;
};

}  // namespace

Checked<DrawPlan> plan_draws(const DecisionStudy& study, std::uint64_t seed)
{
    return Planner(study, seed).plan();
}

}  // namespace txpath
