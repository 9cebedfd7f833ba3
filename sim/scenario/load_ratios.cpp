// load_ratios.cpp -- maps of ratios: what multiplies a hazard, an odds, a cost or a utility.
#include <fmt/format.h>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr Wanted not_negative{Dimension::pure, 0.0, std::nullopt, std::nullopt};

bool is_named_value(const Reading& reading)
{
    return reading.subject == Subject::category || reading.subject == Subject::state;
}

/// The ratio itself: under `ratio`, with its distribution and source inside it or beside it.
std::optional<Value> graded_value(Loading& loading, const Fields& fields)
{
    const Node* ratio = fields.part("ratio");
    const bool is_beside =
        is_uncertain(fields.node) && (ratio == nullptr || ratio->kind == Node::Kind::scalar);
    if (!is_beside) return fields.value("ratio");
    const auto before = loading.found.error_count();
    const auto wanted = wanted_by(*find_key(place("ratio"), "ratio"));
    Value value = read_uncertain(loading, fields.node, "ratio", wanted, fields.path);
    if (loading.found.error_count() > before) return std::nullopt;
    return value;
}

bool load_graded(Loading& loading, const Node& node, const Where& where, Ratio& ratio)
{
    const auto before = loading.found.error_count();
    if (!check_keys(loading, node, "ratio", where.title)) return false;
    const Fields fields{loading, node, "ratio", where.path};
    for (const std::string_view key : {"per", "ratio"})
        if (fields.part(key) == nullptr && !(key == "ratio" && is_uncertain(node)))
            report(loading.found, node.at, fmt::format("{} has no '{}'", where.title, key)).advice =
                "write '{per: 1, ratio: 1.5}', for example";
    const Dimension unit = dimension_of(loading.scenario, ratio.of);
    const auto number = [&](std::string_view key, std::optional<double> above) -> std::optional<double> {
        const Node* part = child(node, key);
        if (part == nullptr) return std::nullopt;
        return read_certain(loading, *part, {unit, std::nullopt, std::nullopt, above},
                            fmt::format("{}.{}", where.path, key));
    };
    ratio.is_graded = true;
    ratio.per = number("per", 0.0).value_or(1.0);
    ratio.from = number("from", std::nullopt).value_or(0.0);
    ratio.at_least = number("at_least", std::nullopt);
    ratio.at_most = number("at_most", std::nullopt);
    if (loading.found.error_count() > before) return false;
    if (ratio.at_least && ratio.at_most && *ratio.at_least > *ratio.at_most) {
        report(loading.found, child(node, "at_least")->at, "'at_least' is above 'at_most'");
        return false;
    }
    const auto value = graded_value(loading, fields);
    if (value) ratio.ratio = *value;
    return value.has_value();
}

std::optional<Ratio> load_ratio(Loading& loading, const Entry& entry, const Where& where)
{
    const auto of = find_reading(loading, {entry.key, entry.key_at});
    if (!of) return std::nullopt;
    Ratio ratio;
    ratio.of = *of;
    ratio.at = span_of(entry.key_at);
    const std::string path = fmt::format("{}.{}", where.path, entry.key);
    const bool looks_graded = child(entry.value, "per") != nullptr || child(entry.value, "ratio") != nullptr;
    if (is_named_value(*of)) {
        if (looks_graded) {
            report(loading.found, entry.value.at,
                   fmt::format("'{}' holds or does not, so its ratio has no 'per'", entry.key))
                .advice = fmt::format("write '{}: 1.5'", entry.key);
            return std::nullopt;
        }
        const auto value = read_free(loading, entry.value, not_negative, path);
        if (!value) return std::nullopt;
        ratio.ratio = *value;
        return ratio;
    }
    if (!looks_graded) {
        report(loading.found, entry.value.at,
               fmt::format("'{}' is a number, so its ratio needs 'per' and 'ratio'", entry.key))
            .advice = fmt::format("write '{}: {{per: 1, ratio: {}}}'", entry.key,
                                  entry.value.text.empty() ? "..." : entry.value.text);
        return std::nullopt;
    }
    const Where inner{path, fmt::format("the ratio on '{}' of {}", entry.key, where.title)};
    if (!load_graded(loading, entry.value, inner, ratio)) return std::nullopt;
    return ratio;
}

}  // namespace

std::vector<Ratio> load_ratios(Loading& loading, const Node& node, const Where& where)
{
    std::vector<Ratio> ratios;
    if (!expect(loading, node, Node::Kind::mapping, fmt::format("the ratios of {}", where.title)))
        return ratios;
    for (const Entry& entry : node.entries)
        if (auto ratio = load_ratio(loading, entry, where)) ratios.push_back(std::move(*ratio));
    return ratios;
}

}  // namespace txpath
