// alike_strategies.cpp -- do strategies differ in what is decided alone?
//
// Owns      check_alike: one row for each thing that strategies must share.
#include <fmt/format.h>

#include <array>

#include "scenario/decision_parts.hpp"

namespace txpath {

namespace {

std::string days(double count)
{
    return fmt::format("{} days", shortest(count));
}

std::string arrivals_of(const Scenario& scenario)
{
    const auto& arrivals = scenario.people.arrivals;
    if (!arrivals) return "nobody";
    return fmt::format("{} a day until day {}", shortest(arrivals->per_day.number),
                       shortest(arrivals->until));
}

std::string strata_of(const Scenario& scenario)
{
    std::string text;
    for (const AttributeId id : scenario.outputs.by) {
        const Attribute& attribute = scenario.people.attributes[id];
        std::string categories;
        for (const std::string& one : attribute.categories)
            categories += (categories.empty() ? "" : ", ") + one;
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", attribute.name, categories);
    }
    return text.empty() ? "none" : text;
}

std::string rule_of(const Scenario& scenario)
{
    switch (scenario.economics.utilities) {
        case UtilityRule::multiplicative:
            return "multiplicative";
        case UtilityRule::minimum:
            return "minimum";
        case UtilityRule::additive:
            break;
    }
    return "additive";
}

std::string annual(const Value& rate)
{
    return fmt::format("{} per year", shortest(rate.number));
}

/// A thing that strategies share: where it is said, what it is called, what a scenario says.
struct Likeness {
    std::string_view path, title;
    std::string (*said)(const Scenario&);
};

constexpr std::array likenesses{
    Likeness{"time.start", "start", [](const Scenario& one) { return one.time.start.value_or("no date"); }},
    Likeness{"time.horizon", "horizon", [](const Scenario& one) { return days(one.time.horizon); }},
    Likeness{"time.report_every", "time between reports",
             [](const Scenario& one) { return days(one.time.report_every); }},
    Likeness{"population.size", "number of people",
             [](const Scenario& one) { return fmt::format("{}", one.people.size); }},
    Likeness{"population.represents", "scale",
             [](const Scenario& one) { return fmt::format("1 for {}", shortest(one.people.scale)); }},
    Likeness{"population.arrivals", "arrivals", arrivals_of},
    Likeness{"economics.currency", "currency",
             [](const Scenario& one) {
                 return one.economics.currency.empty() ? std::string("none") : one.economics.currency;
             }},
    Likeness{"economics.price_year", "price year",
             [](const Scenario& one) {
                 return one.economics.price_year ? fmt::format("{}", *one.economics.price_year)
                                                 : std::string("none");
             }},
    Likeness{"economics.discount.costs", "discount rate of costs",
             [](const Scenario& one) { return annual(one.economics.discount_costs); }},
    Likeness{"economics.discount.health", "discount rate of health",
             [](const Scenario& one) { return annual(one.economics.discount_health); }},
    Likeness{"economics.utilities", "rule by which utilities combine", rule_of},
    Likeness{"outputs.by", "strata", strata_of},
    Likeness{"run.seed", "seed", [](const Scenario& one) { return fmt::format("{}", one.run.seed); }},
    Likeness{"run.replicates", "number of replicates",
             [](const Scenario& one) { return fmt::format("{}", one.run.replicates); }},
};

}  // namespace

void check_alike(Loading& loading, const std::vector<Strategy>& strategies, const std::vector<Mark>& marks)
{
    const Strategy& first = strategies.front();
    for (std::size_t k = 1; k < strategies.size(); ++k) {
        for (const Likeness& one : likenesses) {
            const std::string here = one.said(strategies[k].scenario);
            const std::string there = one.said(first.scenario);
            if (here == there) continue;
            report(loading.found, marks[k],
                   fmt::format("'{}' and '{}' do not have the same {}: {} and {}", first.name,
                               strategies[k].name, one.title, there, here))
                .help =
                fmt::format("strategies differ in what is decided alone: give them the same '{}'", one.path);
        }
    }
}

}  // namespace txpath
