// load_clinicians.cpp -- the section `clinicians`: a scenario of their own, and whom they treat.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr double most_clinicians = 16777216.0;

/// How many there are: on the real scale, and in the simulation.
double load_count(Loading& loading, const Fields& fields, double scale)
{
    const double real = fields.number("count").value_or(0.0);
    const double simulated = std::max(1.0, std::round(real / scale));
    People& people = loading.scenario.people;
    if (!(real > 0.0)) return 0.0;
    if (simulated > most_clinicians) {
        report(
            loading.found, fields.part("count")->at,
            fmt::format("{:.0f} clinicians would be simulated, more than {:.0f}", simulated, most_clinicians))
            .advice = "let one of them stand for several: raise 'population.scale'";
        return 0.0;
    }
    people.size = static_cast<std::uint64_t>(simulated);
    people.scale = real / simulated;
    return real;
}

/// What people see of an attribute is like the attribute itself.
void show_attributes(Loading& loading)
{
    const Scenario& theirs = clinicians_of(loading);
    for (Attribute& seen : loading.scenario.people.attributes) {
        if (seen.of_clinician.is_absent()) continue;
        const std::string name = seen.name;
        const AttributeId id = seen.of_clinician;
        seen = theirs.people.attributes[id];
        seen.name = name;
        seen.of_clinician = id;
        const Named* own = loading.aside.names.find(theirs.people.attributes[id].name);
        if (own != nullptr && !own->is_sound) mark_unsound(loading, name);
    }
}

/// All that clinicians are and do, read among their own names.
void load_own(Loading& loading, const Node& node, Clinicians& clinicians)
{
    const double scale = loading.scenario.people.scale;
    change_sides(loading);
    const Fields fields{loading, node, "clinicians", "clinicians"};
    const double count = load_count(loading, fields, scale);
    const Node* attributes = child(node, "attributes");
    if (attributes != nullptr && attributes->kind == Node::Kind::mapping)
        for (std::size_t i = 0; i < loading.scenario.people.attributes.size(); ++i) {
            const AttributeId id{i};
            load_attribute(loading, *child(*attributes, loading.scenario.people.attributes[id].name), id);
        }
    if (const Node* network = child(node, "network"))
        clinicians.network = load_network(loading, *network, count);
    if (const Node* by = child(node, "by")) load_strata(loading, *by, "'by' of the clinicians");
    load_track(loading, node, TrackId{0});
    change_sides(loading);
}

/// The attribute of that name of people or of clinicians, with categories; nothing after a reported mistake.
std::optional<AttributeId> matched(Loading& loading, const Node& word)
{
    const auto id = find_attribute(loading, {word.text, word.at});
    if (!id || !is_sound(loading, *id)) return std::nullopt;
    if (loading.scenario.people.attributes[*id].is_categorical) return id;
    report(loading.found, word.at,
           fmt::format("people are matched by categories, and '{}' of {} is a number", word.text,
                       loading.is_of_clinicians ? "the clinicians" : "the people"));
    return std::nullopt;
}

void load_match(Loading& loading, const Node& word, Clinicians& clinicians)
{
    if (word.text == "all") return;
    const auto of_people = matched(loading, word);
    change_sides(loading);
    const auto of_clinicians = matched(loading, word);
    change_sides(loading);
    if (!of_people || !of_clinicians) return;
    const auto& here = loading.scenario.people.attributes[*of_people].categories;
    const auto& there = clinicians_of(loading).people.attributes[*of_clinicians].categories;
    if (here != there) {
        report(loading.found, word.at,
               fmt::format("'{}' has the categories {} among people and {} among clinicians", word.text,
                           fmt::join(here, ", "), fmt::join(there, ", ")))
            .advice = "give both the same categories";
        return;
    }
    clinicians.match = *of_people;
    clinicians.match_of = *of_clinicians;
}

}  // namespace

void load_clinicians(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "clinicians", "'clinicians'")) return;
    Clinicians clinicians;
    clinicians.at = loading.scenario.tracks[*find_track(loading, {"clinician", node.at})].at;
    clinicians.track = *find_track(loading, {"clinician", node.at});
    load_own(loading, node, clinicians);
    show_attributes(loading);
    const Node* patients = child(node, "patients");
    if (patients != nullptr && patients->kind == Node::Kind::mapping &&
        check_keys(loading, *patients, "patients", "'patients' of the clinicians"))
        if (const Node* match = Fields{loading, *patients, "patients", "clinicians.patients"}.word("match"))
            load_match(loading, *match, clinicians);
    loading.scenario.shared.clinicians = std::move(clinicians);
}

}  // namespace txpath
