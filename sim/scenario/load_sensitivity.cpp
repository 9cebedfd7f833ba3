// load_sensitivity.cpp -- which values a decision study changes, and between which ends.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/decision_parts.hpp"
#include "scenario/study_parts.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

/// The central part of what a value's distribution gives; a share of a branch has a beta of its own.
Support central_part(const Distribution& distribution, double coverage)
{
    Distribution own = distribution;
    if (own.family == Family::dirichlet) own.family = Family::beta;
    return central_range(own, (1.0 - coverage) / 2.0);
}

class SensitivityReader {
public:
    SensitivityReader(Loading& loading, const Node& node, StudyValues* values,
                      const std::vector<Strategy>& strategies, SensitivitySettings& settings)
        : loading_(loading),
          values_(values),
          strategies_(strategies),
          settings_(settings),
          fields_{loading, node, "sensitivity", "sensitivity"}
    {
    }

    void read()
    {
        if (!check_keys(loading_, fields_.node, "sensitivity", "'sensitivity'")) return;
        if (const auto coverage = fields_.number("coverage")) settings_.coverage = *coverage;
        if (const Node* list = fields_.part("one_way")) read_one_way(*list);
        const auto each = [&](std::string_view key, auto read) {
            const Node* list = fields_.part(key);
            if (list == nullptr || list->kind != Node::Kind::list) return;  // check_keys reported it
            for (const Node& item : list->items) read(item);
        };
        each("two_way", [&](const Node& item) { read_two_way(item); });
        each("thresholds", [&](const Node& item) { read_threshold(item); });
        const Node* global = fields_.part("global");
        if (global != nullptr && global->kind == Node::Kind::mapping) read_global(*global);
    }

private:
    Diagnostic& refuse(const Node& at, std::string message)
    {
        return report(loading_.found, at.at, std::move(message));
    }

    void read_one_way(const Node& list)
    {
        if (!expect(loading_, list, Node::Kind::list, "'one_way'")) return;
        if (list.items.empty())
            refuse(list, "'one_way' is an empty list").advice = "leave it out for all with a distribution";
        for (const Node& item : list.items) {
            if (item.kind == Node::Kind::scalar && values_ != nullptr &&
                values_->find(item.text) == nullptr) {
                for (const std::string& path : find_uncertain(loading_, *values_, item))
                    add_one_way({path, std::nullopt, std::nullopt, span_of(item.at)}, item);
            } else if (auto range = read_range(item)) {
                add_one_way(std::move(*range), item);
            }
        }
    }

    void add_one_way(ValueRange range, const Node& at)
    {
        const auto same = std::ranges::find(settings_.one_way, range.path, &ValueRange::path);
        if (same == settings_.one_way.end())
            settings_.one_way.push_back(std::move(range));
        else
            refuse(at, fmt::format("'{}' is named twice", range.path)).advice =
                fmt::format("the other one is in line {}", same->at.line);
    }

    /// A path, or `{value, low, high}`.
    std::optional<ValueRange> read_range(const Node& node)
    {
        if (node.kind == Node::Kind::scalar && !node.is_null()) return make_range(node, nullptr, nullptr);
        const auto before = loading_.found.error_count();
        if (!check_keys(loading_, node, "value_range", "the range")) return std::nullopt;
        const Node* value = child(node, "value");
        if (value == nullptr || loading_.found.error_count() > before) return std::nullopt;
        return make_range(*value, child(node, "low"), child(node, "high"));
    }

    std::optional<ValueRange> make_range(const Node& word, const Node* low, const Node* high)
    {
        ValueRange range{word.text, std::nullopt, std::nullopt, span_of(word.at)};
        if (values_ == nullptr) return range;
        const StudyValue* value = find_value(loading_, *values_, word);
        if (value == nullptr) return std::nullopt;
        const bool has_both = low != nullptr && high != nullptr;
        if (!has_both && !value->is_uncertain()) {
            refuse(word,
                   fmt::format("'{}' has no distribution to take the ends of its range from", word.text))
                .advice = "give 'low' and 'high', or a distribution in the scenario";
            return std::nullopt;
        }
        if (low == nullptr && high == nullptr) return range;
        const auto written = values_->written(word.text);
        if (!written) {
            refuse(word, fmt::format("'{}' has no unit that a number could be written in", word.text));
            return std::nullopt;
        }
        const auto read_end = [&](const Node* node, const std::string& key, std::optional<double>& end) {
            if (node == nullptr) return true;
            end = read_in_range_of(loading_, *node, *written, *value->shown, key);
            return end.has_value();
        };
        const bool is_low = read_end(low, "low", range.low);
        const bool is_high = read_end(high, "high", range.high);
        if (!is_low || !is_high) return std::nullopt;
        if (!does_rise(range, *value->shown, *written, low != nullptr ? *low : *high)) return std::nullopt;
        return range;
    }

    bool does_rise(const ValueRange& range, const Parameter& parameter, const WrittenValue& written,
                   const Node& at)
    {
        Support ends{range.low.value_or(0.0), range.high.value_or(0.0)};
        if (!range.low || !range.high) {
            const Support usual = central_part(parameter.distribution, settings_.coverage);
            ends = {range.low.value_or(usual.low), range.high.value_or(usual.high)};
        }
        if (ends.low < ends.high) return true;
        const auto spoken = [&](double number) {
            return fmt::format("{:.4g}{}{}", number / written.unit_size, written.unit.empty() ? "" : " ",
                               written.unit);
        };
        refuse(at, fmt::format("the range of '{}' does not rise: {} to {}", range.path, spoken(ends.low),
                               spoken(ends.high)))
            .advice = "write the lower end under 'low'";
        return false;
    }

    void read_two_way(const Node& node)
    {
        const auto before = loading_.found.error_count();
        if (!check_keys(loading_, node, "two_way", "the pair")) return;
        if (loading_.found.error_count() > before) return;
        const Fields fields{loading_, node, "two_way", "two_way"};
        auto first = read_range(*fields.part("first"));
        auto second = read_range(*fields.part("second"));
        if (!first || !second) return;
        if (first->path == second->path) {
            refuse(*fields.part("second"), fmt::format("'{}' is paired with itself", first->path));
            return;
        }
        TwoWay pair{std::move(*first), std::move(*second)};
        if (const auto steps = fields.whole("steps")) pair.steps = static_cast<std::uint32_t>(*steps);
        settings_.two_way.push_back(std::move(pair));
    }

    void read_threshold(const Node& node)
    {
        const auto before = loading_.found.error_count();
        if (!check_keys(loading_, node, "threshold_search", "the search")) return;
        const Node* value = child(node, "value");
        if (value == nullptr || loading_.found.error_count() > before) return;
        ThresholdSearch search;
        const bool is_paired = read_pair(child(node, "between"), search);
        auto range = make_range(*value, child(node, "low"), child(node, "high"));
        if (!is_paired || !range) return;
        search.over = std::move(*range);
        settings_.thresholds.push_back(std::move(search));
    }

    void read_global(const Node& node)
    {
        if (!check_keys(loading_, node, "global_sensitivity", "'global'")) return;
        const Fields fields{loading_, node, "global_sensitivity", "global"};
        GlobalSensitivity global;
        if (const auto samples = fields.whole("samples"))
            global.samples = static_cast<std::uint32_t>(*samples);
        settings_.global = global;
    }

    bool read_pair(const Node* between, ThresholdSearch& search)
    {
        if (between == nullptr) return true;
        if (between->kind != Node::Kind::list || between->items.size() != 2) {
            refuse(*between, "'between' does not name two strategies");
            return false;
        }
        const Node& first = between->items[0];
        const Node& second = between->items[1];
        const bool are_known = find_strategy(loading_, {first.text, first.at}, strategies_).has_value() &&
                               find_strategy(loading_, {second.text, second.at}, strategies_).has_value();
        if (!are_known) return false;
        if (first.text == second.text) {
            refuse(second, fmt::format("'{}' is compared with itself", second.text));
            return false;
        }
        search.first = first.text;
        search.second = second.text;
        return true;
    }

    Loading& loading_;
    StudyValues* values_;
    const std::vector<Strategy>& strategies_;
    SensitivitySettings& settings_;
    Fields fields_;
};

}  // namespace

std::optional<double> read_in_range_of(Loading& loading, const Node& node, const WrittenValue& written,
                                       const Parameter& parameter, const std::string& key)
{
    const auto number = read_in_unit_of(loading, node, written, key);
    if (!number) return std::nullopt;
    const auto dimension = guess_dimension(trimmed(fmt::format("0.5 {}", written.unit)));
    Wanted wanted = wanted_by(dimension.value_or(Dimension::pure));
    const Family family = parameter.distribution.family;
    const bool is_share = family == Family::beta || family == Family::dirichlet ||
                          wanted.dimension == Dimension::chance_over_time;
    if (is_share) wanted = wanted_by(Dimension::probability);
    if (family == Family::gamma || family == Family::lognormal) wanted.at_least = 0.0;
    if (const auto mistake = range_mistake(wanted, *number)) {
        report(loading.found, node.at, sentence(key, node, *mistake));
        return std::nullopt;
    }
    return number;
}

void load_sensitivity(Loading& loading, const Node& node, StudyValues* values,
                      const std::vector<Strategy>& strategies, SensitivitySettings& settings)
{
    SensitivityReader(loading, node, values, strategies, settings).read();
}

}  // namespace txpath
