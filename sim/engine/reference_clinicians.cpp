// reference_clinicians.cpp -- panels and neighbours, person by person.
#include "engine/reference_clinicians.hpp"

#include <algorithm>
#include <numeric>

#include "model/network.hpp"

namespace txpath::plain {

namespace {

/// Everybody, in the order of a keyed draw.
std::vector<std::size_t> ranked(std::size_t count, Luck luck)
{
    std::vector<std::size_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    const auto draw = [&](std::size_t number) { return Chances(luck, number).lot("clinicians", 0); };
    std::ranges::stable_sort(numbers, {}, draw);
    return numbers;
}

/// The category that is matched; 0 for all without a match.
std::size_t category_of_person(const Scenario& scenario, Luck luck, std::uint64_t number, double entry)
{
    const AttributeId match = scenario.shared.clinicians->match;
    if (match.is_absent()) return 0;
    Person person;
    person.number = number;
    person.entry = entry;
    Chances chances(luck, number);
    return static_cast<std::size_t>(draw_attributes(scenario, person, nullptr, chances)[match]);
}

bool matches(const Scenario& scenario, const Life& clinician, std::size_t category)
{
    const Clinicians& shared = *scenario.shared.clinicians;
    if (shared.match.is_absent()) return true;
    const auto theirs = static_cast<std::size_t>(clinician.person().attributes[shared.match_of]);
    return scenario.people.attributes[shared.match].categories[category] ==
           shared.scenario->people.attributes[shared.match_of].categories[theirs];
}

}  // namespace

std::vector<std::size_t> match_clinicians(const Scenario& scenario, Luck luck,
                                          const std::deque<Life>& clinicians,
                                          const std::vector<double>& entries)
{
    const std::vector<std::size_t> everybody = ranked(clinicians.size(), luck);
    std::map<std::size_t, std::vector<std::size_t>> of_category;
    std::map<std::size_t, std::size_t> people_before;
    std::vector<std::size_t> clinician_of;
    for (std::uint64_t person = 0; person < entries.size(); ++person) {
        const std::size_t category = category_of_person(scenario, luck, person, entries[person]);
        std::vector<std::size_t>& matching = of_category[category];
        if (matching.empty())
            std::ranges::copy_if(everybody, std::back_inserter(matching), [&](std::size_t number) {
                return matches(scenario, clinicians[number], category);
            });
        if (matching.empty()) matching = everybody;
        clinician_of.push_back(matching[people_before[category]++ % matching.size()]);
    }
    return clinician_of;
}

std::vector<std::vector<std::size_t>> neighbours_of(const Clinicians& clinicians, Luck luck)
{
    const std::size_t count = clinicians.scenario->people.size;
    std::vector<std::vector<std::size_t>> neighbours(count);
    const NetworkRows rows = build_network(clinicians.network, static_cast<std::uint32_t>(count), luck);
    for (std::size_t i = 0; i < count && !rows.first.empty(); ++i)
        for (std::uint64_t link = rows.first[i]; link < rows.first[i + 1]; ++link)
            neighbours[i].push_back(rows.links[link]);
    if (clinicians.network.kind == NetworkKind::complete)
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t j = 0; j < count; ++j)
                if (i != j) neighbours[i].push_back(j);
    return neighbours;
}

}  // namespace txpath::plain
