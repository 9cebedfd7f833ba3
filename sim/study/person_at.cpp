#include "study/person_at.hpp"

#include <algorithm>
#include <limits>

namespace txpath {

namespace {

bool compares(const Condition& condition, double x)
{
    return (!condition.at_least || x >= *condition.at_least) &&
           (!condition.at_most || x <= *condition.at_most) && (!condition.above || x > *condition.above) &&
           (!condition.below || x < *condition.below);
}

bool reads_true(const Scenario& scenario, const Life& life, const Reading& reading, double moment)
{
    if (reading.subject == Subject::state)
        return life.state(scenario.states[reading.state].track, moment) == reading.state;
    return life.attribute(reading.attribute) == static_cast<double>(reading.category.index());
}

template <class Id>
bool contains(const std::vector<Id>& ids, Id id)
{
    return std::ranges::find(ids, id) != ids.end();
}

}  // namespace

double number_at(const Scenario& scenario, const Life& life, const Reading& reading, double moment)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (moment >= life.ended()) return none;
    if (reading.subject == Subject::level) return life.level(reading.level, moment);
    if (reading.subject == Subject::counter)
        return static_cast<double>(life.counter(reading.counter, moment));
    if (reading.subject != Subject::number) return none;
    const bool ages = scenario.people.attributes[reading.attribute].ages;
    return life.attribute(reading.attribute) + (ages ? moment : 0.0);
}

bool holds_at(const Scenario& scenario, const Life& life, const Condition& condition, double moment)
{
    const auto part_holds = [&](const Condition& part) { return holds_at(scenario, life, part, moment); };
    switch (condition.kind) {
        case Condition::Kind::all:
            return std::ranges::all_of(condition.parts, part_holds);
        case Condition::Kind::any:
            return std::ranges::any_of(condition.parts, part_holds);
        case Condition::Kind::none_of:
            return std::ranges::none_of(condition.parts, part_holds);
        case Condition::Kind::one_of:
            return std::ranges::any_of(condition.options, [&](const Reading& option) {
                return reads_true(scenario, life, option, moment);
            });
        case Condition::Kind::compare:
            break;
    }
    const double x = number_at(scenario, life, condition.of, moment);
    return x == x && compares(condition, x);
}

std::optional<double> when(const Life& life, const TrialMoment& moment, double zero)
{
    if (!moment.is_state()) return zero + moment.after;
    for (const HistoryRow& row : life.moves())
        if (row.stop >= zero && row.to == moment.state && !row.from.is_absent()) return row.stop;
    return std::nullopt;
}

Course course_of(const Scenario& scenario, const Life& life, const Happening& happening, double from,
                 double to)
{
    Course course;
    course.followed_to = std::min(to, std::max(from, life.ended()));
    for (const HistoryRow& row : life.moves()) {
        if (row.from.is_absent() || row.stop <= from) continue;
        if (row.stop > course.followed_to) break;
        const bool fires = !row.transition.is_absent() &&
                           scenario.transitions[row.transition].track == row.track &&
                           contains(happening.fires, row.transition);
        const bool is_new = course.events.empty() || course.events.back() != row.stop;  // one an instant
        if ((fires || contains(happening.enters, row.to)) && is_new) course.events.push_back(row.stop);
        if (contains(happening.censored_by, row.to)) course.followed_to = row.stop;
    }
    return course;
}

}  // namespace txpath
