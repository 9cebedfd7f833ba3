// load_destination.cpp -- where a transition or a case leads: a state, or a branch with probabilities.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr double sum_slack = 1e-9;

Option certainly(StateId to)
{
    Option option;
    option.to = to;
    option.probability.number = 1.0;
    return option;
}

bool is_rest(const Node& node)
{
    return node.kind == Node::Kind::scalar && !node.is_quoted && node.text == "rest";
}

/// Fill in `rest`, or see that the probabilities sum to 1.
bool close_branch(Loading& loading, const Node& node, std::vector<Option>& options, const Where& where)
{
    double sum = 0.0;
    Option* rest = nullptr;
    for (Option& option : options) {
        if (option.is_rest)
            rest = &option;
        else
            sum += option.probability.number;
    }
    if (rest != nullptr && sum <= 1.0 + sum_slack) {
        rest->probability.number = std::max(0.0, 1.0 - sum);
        return true;
    }
    if (rest == nullptr && std::abs(sum - 1.0) <= sum_slack) return true;
    auto& mistake = report(loading.found, node.at,
                           fmt::format("the probabilities of {} sum to {:.10g}, not to 1", where.title, sum));
    if (rest == nullptr && sum < 1.0) mistake.advice = "write 'rest' for one of them";
    return false;
}

std::vector<Option> load_branch(Loading& loading, const Node& node, TrackId track, const Where& where)
{
    std::vector<Option> options;
    const auto before = loading.found.error_count();
    const Entry* first_rest = nullptr;
    for (const Entry& entry : node.entries) {
        const auto state = find_state(loading, track, {entry.key, entry.key_at});
        Option option;
        option.to = state.value_or(StateId{});
        option.is_rest = is_rest(entry.value);
        if (option.is_rest && first_rest != nullptr)
            report(loading.found, entry.value.at,
                   fmt::format("'rest' stands twice, first for '{}'", first_rest->key));
        if (option.is_rest) first_rest = &entry;
        if (!option.is_rest) {
            const auto path = fmt::format("{}.{}", where.path, entry.key);
            if (const auto value = read_free(loading, entry.value, wanted_by(Dimension::probability), path))
                option.probability = *value;
        }
        if (state) options.push_back(std::move(option));
    }
    if (loading.found.error_count() > before || options.size() < node.entries.size()) return {};
    if (options.empty()) {
        report(loading.found, node.at, fmt::format("{} names no state", where.title));
        return {};
    }
    if (!close_branch(loading, node, options, where)) return {};
    return options;
}

/// Tie each option to a parameter whose distribution is the marginal of the Dirichlet.
void add_parameters(Loading& loading, const Node& node, std::vector<Option>& options, double total,
                    const Where& where)
{
    for (Option& option : options) {
        Parameter parameter;
        parameter.path = fmt::format("{}.{}", where.path, loading.scenario.states[option.to].name);
        parameter.base = option.probability.number;
        const double count = option.probability.number * total;
        parameter.distribution = {Family::dirichlet, count, total - count, 0.0};
        parameter.group = where.path;
        parameter.at = span_of(node.at);
        parameter.written = fmt::format("{:.4g} %", 100.0 * parameter.base);
        parameter.written_law = fmt::format("dirichlet(count {:.10g} of {:.10g})", count, total);
        read_source(loading, node, parameter);
        option.probability.parameter = ParameterId{loading.scenario.parameters.size()};
        loading.scenario.parameters.push_back(std::move(parameter));
    }
}

std::vector<Option> load_dirichlet(Loading& loading, const Node& node, TrackId track, const Where& where)
{
    const auto before = loading.found.error_count();
    if (!check_keys(loading, node, "uncertain", where.title)) return {};
    const Node* law = child(node, "dirichlet");
    if (law->kind != Node::Kind::mapping) return {};
    if (!check_keys(loading, *law, "distribution_dirichlet", fmt::format("'dirichlet' in {}", where.title)))
        return {};
    const Node* counts = child(*law, "counts");
    if (counts == nullptr || !expect(loading, *counts, Node::Kind::mapping, "'counts'")) return {};
    std::vector<Option> options;
    double total = 0.0;
    for (const Entry& entry : counts->entries) {
        const auto state = find_state(loading, track, {entry.key, entry.key_at});
        const auto path = fmt::format("{}.dirichlet.counts.{}", where.path, entry.key);
        const auto count = read_certain(loading, entry.value, positive_pure, path);
        if (!state || !count) continue;
        options.push_back(certainly(*state));
        options.back().probability.number = *count;
        total += *count;
    }
    if (loading.found.error_count() > before || options.size() < counts->entries.size()) return {};
    if (options.size() < 2) {
        report(loading.found, counts->at, "a dirichlet needs two counts or more");
        return {};
    }
    for (Option& option : options) option.probability.number /= total;
    add_parameters(loading, node, options, total, where);
    return options;
}

}  // namespace

std::vector<Option> load_destination(Loading& loading, const Node& node, TrackId track, const Where& where)
{
    std::vector<Option> options;
    if (node.kind == Node::Kind::scalar) {
        if (const auto state = find_state(loading, track, {node.text, node.at}))
            options.push_back(certainly(*state));
        return options;
    }
    if (!expect(loading, node, Node::Kind::mapping, where.title)) return options;
    options = child(node, "dirichlet") != nullptr ? load_dirichlet(loading, node, track, where)
                                                  : load_branch(loading, node, track, where);
    std::sort(options.begin(), options.end(), [](const Option& a, const Option& b) { return a.to < b.to; });
    return options;
}

}  // namespace txpath
