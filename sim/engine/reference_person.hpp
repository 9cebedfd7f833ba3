// reference_person.hpp -- a person as the plain engine sees one: values as they are, nothing derived.
//
// Owns      Person, LevelPath, Chances; what readings, conditions, ratios and branches are worth at a moment.
// Assumes   between two instants or sync points only levels and ageing numbers move, along the closed forms
// written here. Promises  works from the Scenario alone; nothing is remembered that could be computed again.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "txpath/scenario.hpp"

namespace txpath::plain {

/// A level between two instants: from `value` at `since` towards `target`, bounded at every moment.
struct LevelPath {
    double value = 0.0, since = 0.0;
    double target = 0.0, half_life = 0.0;
    double least = 0.0, most = 0.0;
};

/// What all share, as it stands still between two sync points.
struct Surroundings {
    IdVector<SystemId, double> system;
    IdVector<StateId, double> population;  ///< shares, by state of the people
    IdVector<StateId, double> clinicians;  ///< shares, by state of the clinicians' own scenario
};

struct Person {
    std::uint64_t number = 0;
    double entry = 0.0;                        ///< days
    IdVector<AttributeId, double> attributes;  ///< category index, or the number at entry
    IdVector<LevelId, LevelPath> levels;
    IdVector<CounterId, std::int64_t> counters;
    IdVector<TrackId, StateId> states;
    IdVector<TrackId, double> entered;  ///< when the state of each track was entered
    bool has_ended = false;
    const Surroundings* around = nullptr;  ///< null: nothing is shared
    IdVector<StateId, double> neighbours;  ///< of a clinician: shares, by state
};

/// One person's draws: each decision remembers how often it was asked.
class Chances {
public:
    Chances(Luck luck, std::uint64_t person) : draws_(luck), person_(person) {}
    [[nodiscard]] double uniform(const std::string& decision_name);
    [[nodiscard]] double threshold(const std::string& decision_name);
    /// The draw of a decision whose occurrences somebody else counts.
    [[nodiscard]] double lot(const std::string& decision_name, std::uint32_t occurrence) const;

private:
    Draws draws_;
    std::uint64_t person_;
    std::map<std::string, std::uint32_t> asked_;
};

/// The value a scenario means, in the base case.
[[nodiscard]] inline double number_of(const Value& value)
{
    return converted(value, value.number);
}

/// The number that counts years lived: the attribute `age` if it ages, else the first that does; absent if
/// none does.
[[nodiscard]] AttributeId age_attribute(const Scenario& scenario);

/// The moments at which the first `people` enter: 0, then by arrival. Fewer if fewer come.
[[nodiscard]] std::vector<double> entries(const Scenario& scenario, Luck luck, std::uint64_t people);

/// Draw, read or take from the clinician (null: none is known) every attribute of a person who enters at
/// `person.entry`.
[[nodiscard]] IdVector<AttributeId, double> draw_attributes(const Scenario& scenario, const Person& person,
                                                            const Person* clinician, Chances& chances);

[[nodiscard]] double level_at(const LevelPath& path, double moment);

/// True if the reading of this person changes by itself as time goes by.
[[nodiscard]] bool is_moving(const Scenario& scenario, const Person& person, const Reading& reading);

/// A number, level or counter; 1 or 0 for a category or a state that holds or does not.
[[nodiscard]] double value_at(const Scenario& scenario, const Person& person, const Reading& reading,
                              double moment);

[[nodiscard]] bool holds_at(const Scenario& scenario, const Person& person, const Condition& condition,
                            double moment);

[[nodiscard]] double ratio_at(const Scenario& scenario, const Person& person, const Ratio& ratio,
                              double moment);

/// The moment at which a moving reading passes `value`; infinite when it never does after its path began.
[[nodiscard]] double crossing(const Scenario& scenario, const Person& person, const Reading& reading,
                              double value);

/// The options of a branch in the order of their states.
[[nodiscard]] std::vector<Option> by_state(std::vector<Option> options);

/// Where a branch goes. Draws only if there are several options.
[[nodiscard]] StateId choose(const Scenario& scenario, const Person& person,
                             const std::vector<Option>& branch, const std::string& decision_name,
                             double moment, Chances& chances);

}  // namespace txpath::plain
