// load_ratios.cpp -- maps of ratios: what multiplies a hazard, an odds, a cost or a utility.
#include <fmt/format.h>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

bool is_named_value(const Reading& reading)
{
    return reading.subject == Subject::category || reading.subject == Subject::state;
}

/// A copy of a graded ratio without its own keys: what is left describes the uncertain value.
Node without_grading(const Node& node)
{
    Node value = node;
    std::erase_if(value.entries, [](const Entry& entry) {
        return entry.key == "per" || entry.key == "from" || entry.key == "at_least" || entry.key == "at_most";
    });
    for (Entry& entry : value.entries)
        if (entry.key == "ratio") entry.key = "value";
    return value;
}

/// The ratio itself: under `ratio`, with its distribution and source inside it or beside it.
std::optional<Value> graded_value(Loading& loading, const Node& node, const std::string& path)
{
    const Node* ratio = child(node, "ratio");
    if (ratio != nullptr && ratio->kind == Node::Kind::mapping)
        return read_bounded(loading, *ratio, Dimension::pure, path + ".ratio", not_negative);
    const Node value = without_grading(node);
    if (value.entries.size() == 1 && ratio != nullptr)
        return read_bounded(loading, *ratio, Dimension::pure, path + ".ratio", not_negative);
    return read_bounded(loading, value, Dimension::pure, path + ".ratio", not_negative);
}

bool load_graded(Loading& loading, const Node& node, const Where& where, Ratio& ratio)
{
    const auto before = loading.found.error_count();
    if (!check_keys(loading, node, "graded_ratio", where.title)) return false;
    const Dimension wanted = dimension_of(loading.scenario, ratio.of);
    ratio.is_graded = true;
    const auto number = [&](std::string_view key, const Bounds& bounds) -> std::optional<double> {
        const Node* part = child(node, key);
        if (part == nullptr) return std::nullopt;
        return read_certain(loading, *part, wanted, fmt::format("{}.{}", where.path, key), bounds);
    };
    ratio.per = number("per", positive).value_or(1.0);
    ratio.from = number("from", any_number).value_or(0.0);
    ratio.at_least = number("at_least", any_number);
    ratio.at_most = number("at_most", any_number);
    if (loading.found.error_count() > before) return false;
    if (ratio.at_least && ratio.at_most && *ratio.at_least > *ratio.at_most) {
        report(loading.found, child(node, "at_least")->at, "'at_least' is above 'at_most'");
        return false;
    }
    const auto value = graded_value(loading, node, where.path);
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
        const auto value = read_bounded(loading, entry.value, Dimension::pure, path, not_negative);
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
    if (!expect(loading, node, Node::Kind::mapping, fmt::format("the ratios of {}", where.title))) return ratios;
    for (const Entry& entry : node.entries)
        if (auto ratio = load_ratio(loading, entry, where)) ratios.push_back(std::move(*ratio));
    return ratios;
}

}  // namespace txpath
