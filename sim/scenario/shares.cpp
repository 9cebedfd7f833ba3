// shares.cpp -- shares of people and of clinicians as things to read, and the two sides of a scenario.
//
// Owns      names_share, find_share; change_sides: people and clinicians are read by the same code.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "scenario/load.hpp"

namespace txpath {

namespace {

constexpr std::string_view of_people = "population.", of_clinicians = "clinicians.",
                           of_neighbours = "neighbours.";

/// The state of that name, looked up among the people or the clinicians although the others are being read.
template <class Find>
std::optional<StateId> on_side(Loading& loading, bool is_of_clinicians, const Find& find)
{
    const bool changes = loading.is_of_clinicians != is_of_clinicians;
    if (changes) change_sides(loading);
    const auto state = find();
    if (changes) change_sides(loading);
    return state;
}

std::optional<StateId> state_of_people(Loading& loading, const Word& word)
{
    return on_side(loading, false, [&]() -> std::optional<StateId> {
        const auto state = find_any_state(loading, word);
        if (!state || !loading.scenario.states[*state].ends) return state;
        report(loading.found, word.at,
               fmt::format("'{}' ends, so none of the living people is in it", word.text))
            .advice = "name a state that people live in";
        return std::nullopt;
    });
}

std::optional<StateId> state_of_clinicians(Loading& loading, const Word& word)
{
    if (clinicians_of(loading).tracks.empty()) {
        if (loading.names.is_complete)
            report(loading.found, word.at, "the scenario has no 'clinicians'").advice = "describe them there";
        return std::nullopt;
    }
    return on_side(loading, true, [&] { return find_state(loading, TrackId{0}, word); });
}

}  // namespace

void change_sides(Loading& loading)
{
    std::swap(loading.scenario, loading.aside.scenario);
    std::swap(loading.names, loading.aside.names);
    std::swap(loading.scenario.parameters, loading.aside.scenario.parameters);
    std::swap(loading.scenario.references, loading.aside.scenario.references);
    std::swap(loading.scenario.shared.system, loading.aside.scenario.shared.system);
    std::swap(loading.scenario.time, loading.aside.scenario.time);
    loading.is_of_clinicians = !loading.is_of_clinicians;
}

const Scenario& people_of(const Loading& loading) noexcept
{
    return loading.is_of_clinicians ? loading.aside.scenario : loading.scenario;
}

const Scenario& clinicians_of(const Loading& loading) noexcept
{
    return loading.is_of_clinicians ? loading.scenario : loading.aside.scenario;
}

std::string path_of_attributes(const Loading& loading)
{
    return loading.is_of_clinicians ? "clinicians.attributes" : "population.attributes";
}

std::string path_of_track(const Loading& loading, TrackId id)
{
    return loading.is_of_clinicians ? "clinicians" : "tracks." + loading.scenario.tracks[id].name;
}

bool names_share(std::string_view text) noexcept
{
    return text.starts_with(of_people) || text.starts_with(of_clinicians) || text.starts_with(of_neighbours);
}

std::optional<Reading> find_share(Loading& loading, const Word& word)
{
    Reading reading;
    std::optional<StateId> state;
    if (word.text.starts_with(of_people)) {
        reading.subject = Subject::population;
        state = state_of_people(loading, {word.text.substr(of_people.size()), word.at});
    } else {
        const bool is_of_all = word.text.starts_with(of_clinicians);
        reading.subject = is_of_all ? Subject::clinicians : Subject::neighbours;
        if (!is_of_all && !loading.is_of_clinicians) {
            report(loading.found, word.at, "only clinicians have neighbours").advice =
                "name a share of all of them: 'clinicians.STATE'";
            return std::nullopt;
        }
        state = state_of_clinicians(loading, {word.text.substr(of_clinicians.size()), word.at});
    }
    if (!state) return std::nullopt;
    reading.state = *state;
    if (reading.subject != Subject::neighbours) loading.shares.push_back(reading);
    return reading;
}

}  // namespace txpath
