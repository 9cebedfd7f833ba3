// load_conditions.cpp -- `only_if` and `when`: trees of conditions on a person and on what is shared.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

/// Categories or states, any of which holds.
std::optional<Condition> load_options(Loading& loading, const Entry& entry, const Named& named,
                                      const Where& where)
{
    Condition condition;
    condition.kind = Condition::Kind::one_of;
    for (const Node* word :
         read_words(loading, entry.value, fmt::format("'{}' in {}", entry.key, where.title))) {
        Reading reading;
        if (named.kind == NameKind::track) {
            const auto id = find_state(loading, TrackId{named.index}, {word->text, word->at});
            if (!id) continue;
            reading.subject = Subject::state;
            reading.state = *id;
        } else {
            reading.attribute = AttributeId{named.index};
            const auto id = find_category(loading, reading.attribute, {word->text, word->at});
            if (!id) continue;
            reading.subject = Subject::category;
            reading.category = *id;
        }
        condition.options.push_back(reading);
    }
    if (condition.options.empty()) return std::nullopt;
    return condition;
}

/// Is there a number that satisfies the comparison?
bool check_bounds(Loading& loading, const Entry& entry, const Condition& condition)
{
    const auto refuse = [&](std::string message) {
        report(loading.found, entry.value.at, std::move(message)).advice = "compare with other numbers";
        return false;
    };
    const bool is_share = condition.of.subject == Subject::population ||
                          condition.of.subject == Subject::clinicians ||
                          condition.of.subject == Subject::neighbours;
    double low = is_share ? 0.0 : -std::numeric_limits<double>::infinity();
    double high = is_share ? 1.0 : std::numeric_limits<double>::infinity();
    const bool is_beyond =
        (condition.at_least && *condition.at_least > high) || (condition.above && *condition.above >= high) ||
        (condition.at_most && *condition.at_most < low) || (condition.below && *condition.below <= low);
    if (is_beyond)
        return refuse(fmt::format("'{}' is a share, between 0 and 1, so this never holds", entry.key));
    low = std::max({low, condition.at_least.value_or(low), condition.above.value_or(low)});
    high = std::min({high, condition.at_most.value_or(high), condition.below.value_or(high)});
    const bool is_open =
        (condition.above && *condition.above == low) || (condition.below && *condition.below == high);
    if (low < high || (low == high && !is_open)) return true;
    return refuse(fmt::format("no number '{}' satisfies both bounds", entry.key));
}

std::optional<Condition> load_comparison(Loading& loading, const Entry& entry, const Where& where)
{
    const auto of = find_reading(loading, {entry.key, entry.key_at});
    if (!of) return std::nullopt;
    const std::string what = fmt::format("'{}' in {}", entry.key, where.title);
    if (entry.value.kind != Node::Kind::mapping) {
        report(loading.found, entry.value.at, fmt::format("'{}' is a number and must be compared", entry.key))
            .advice = fmt::format("write '{}: {{at_least: {}}}'", entry.key,
                                  entry.value.text.empty() ? "1" : entry.value.text);
        return std::nullopt;
    }
    const auto before = loading.found.error_count();
    if (!check_keys(loading, entry.value, "comparison", what)) return std::nullopt;
    Condition condition;
    condition.kind = Condition::Kind::compare;
    condition.of = *of;
    const Dimension unit = dimension_of(loading.scenario, *of);
    const auto limit = [&](std::string_view key) -> std::optional<double> {
        const Node* part = child(entry.value, key);
        if (part == nullptr) return std::nullopt;
        return read_certain(loading, *part, {unit, std::nullopt, std::nullopt, std::nullopt},
                            fmt::format("{}.{}.{}", where.path, entry.key, key));
    };
    condition.at_least = limit("at_least");
    condition.at_most = limit("at_most");
    condition.above = limit("above");
    condition.below = limit("below");
    if (loading.found.error_count() > before || !check_bounds(loading, entry, condition)) return std::nullopt;
    if (condition.at_least || condition.at_most || condition.above || condition.below) return condition;
    report(loading.found, entry.value.at, fmt::format("{} compares with nothing", what)).help =
        "allowed here: at_least, at_most, above, below";
    return std::nullopt;
}

std::optional<Condition> load_any(Loading& loading, const Node& node, const Where& where)
{
    if (!expect(loading, node, Node::Kind::list, fmt::format("'any' in {}", where.title)))
        return std::nullopt;
    Condition condition;
    condition.kind = Condition::Kind::any;
    for (const Node& item : node.items) condition.parts.push_back(load_condition(loading, item, where));
    if (!condition.parts.empty()) return condition;
    report(loading.found, node.at,
           fmt::format("'any' in {} is an empty list, so it never holds", where.title));
    return std::nullopt;
}

bool is_shared(const Named& named)
{
    return named.kind == NameKind::system || named.kind == NameKind::refused;
}

std::optional<Condition> load_part(Loading& loading, const Entry& entry, const Where& where)
{
    if (entry.key == "any") return load_any(loading, entry.value, where);
    if (entry.key == "not") {
        Condition condition;
        condition.kind = Condition::Kind::none_of;
        condition.parts.push_back(load_condition(loading, entry.value, where));
        return condition;
    }
    if (names_share(entry.key)) return load_comparison(loading, entry, where);
    const Named* named = loading.names.find(entry.key);
    if (named != nullptr && loading.is_of_policy && !is_shared(*named)) {
        report(loading.found, entry.key_at,
               fmt::format("'{}' belongs to single people, and {} looks at what all share", entry.key,
                           where.title))
            .advice = "compare a system variable or a share, such as 'population.TRACK.STATE'";
        return std::nullopt;
    }
    if (named == nullptr) {
        const auto reading = find_reading(loading, {entry.key, entry.key_at});  // reports the unknown name
        (void)reading;
        return std::nullopt;
    }
    if (named->kind == NameKind::track) return load_options(loading, entry, *named, where);
    if (!named->is_sound) return std::nullopt;
    const bool is_categorical = named->kind == NameKind::attribute &&
                                loading.scenario.people.attributes[AttributeId{named->index}].is_categorical;
    if (is_categorical) return load_options(loading, entry, *named, where);
    return load_comparison(loading, entry, where);
}

}  // namespace

Condition load_condition(Loading& loading, const Node& node, const Where& where)
{
    Condition all;
    if (!expect(loading, node, Node::Kind::mapping, fmt::format("a condition of {}", where.title)))
        return all;
    for (const Entry& entry : node.entries)
        if (auto part = load_part(loading, entry, where)) all.parts.push_back(std::move(*part));
    return all;
}

}  // namespace txpath
