#include "study/endpoints.hpp"

#include <cmath>
#include <limits>

#include "study/person_at.hpp"
#include "study/survival.hpp"

namespace txpath {

namespace {

/// Somebody in a denominator.
struct Counted {
    const Life* life;
    const Scenario* scenario;  ///< of his or her arm
    const Endpoint* endpoint;  ///< in the ids of that scenario
    double origin;             ///< when the endpoint's times begin
    bool is_randomised;
};
using People = std::vector<Counted>;

void count_in(const Trial& trial, std::size_t endpoint_at, bool is_versus, const Member& member,
              People& people)
{
    const Scenario& scenario = *trial.arms[member.arm].scenario;
    const Endpoint& endpoint = scenario.trial->endpoints[endpoint_at];
    const Group& group = is_versus ? *endpoint.versus : endpoint.among;
    const double zero = group.base == Group::Base::enrolled ? member.enrolled_at : *member.randomised_at;
    const double horizon = scenario.time.horizon;
    if (group.filter) {
        const auto looked = when(member.life, group.filter->at, zero);
        if (!looked || *looked > horizon || !holds_at(scenario, member.life, group.filter->only_if, *looked))
            return;
    }
    double origin = zero;
    if (endpoint.from) {
        const auto moment = when(member.life, *endpoint.from, zero);
        if (!moment || *moment + endpoint.time > horizon) return;
        origin = *moment;
    }
    people.push_back({&member.life, &scenario, &endpoint, origin, member.randomised_at.has_value()});
}

People people_of(const Trial& trial, const Cohort& cohort, std::size_t endpoint_at, bool is_versus)
{
    const Endpoint& endpoint = trial.endpoints[endpoint_at];
    const Group& group = is_versus ? *endpoint.versus : endpoint.among;
    People people;
    const auto add = [&](const std::vector<Member>& members) {
        for (const Member& member : members) count_in(trial, endpoint_at, is_versus, member, people);
    };
    if (group.base == Group::Base::enrolled) add(cohort.enrolled);
    if (group.base == Group::Base::arm) add(cohort.by_arm[group.arm]);
    if (group.base == Group::Base::randomised)
        for (const auto& arm : cohort.by_arm) add(arm);
    return people;
}

Course course_of(const Counted& one)
{
    return course_of(*one.scenario, *one.life, one.endpoint->of, one.origin, one.origin + one.endpoint->time);
}

bool is_counted(const Counted& one)
{
    if (one.endpoint->kind == EndpointKind::share_passing) return one.is_randomised;
    if (one.endpoint->kind == EndpointKind::share_by) return !course_of(one).events.empty();
    return holds_at(*one.scenario, *one.life, one.endpoint->only_if, one.origin + one.endpoint->time);
}

double share_of(const People& people, bool is_number)
{
    double count = 0.0;
    for (const Counted& one : people) count += is_counted(one) ? 1.0 : 0.0;
    return is_number ? count : count / static_cast<double>(people.size());
}

double mean_of(const People& people)
{
    double sum = 0.0, count = 0.0;
    for (const Counted& one : people) {
        const Endpoint& endpoint = *one.endpoint;
        double x = number_at(*one.scenario, *one.life, endpoint.reading, one.origin + endpoint.time);
        if (endpoint.is_change) x -= number_at(*one.scenario, *one.life, endpoint.reading, one.origin);
        if (x != x) continue;
        sum += x;
        count += 1.0;
    }
    return sum / count;
}

std::vector<Follow> follows_of(const People& people)
{
    std::vector<Follow> follows;
    for (const Counted& one : people) {
        const Course course = course_of(one);
        const bool has_event = !course.events.empty();
        follows.push_back({(has_event ? course.events.front() : course.followed_to) - one.origin, has_event});
    }
    return follows;
}

double rate_of(const People& people)
{
    double events = 0.0, days = 0.0;
    for (const Counted& one : people) {
        const Course course = course_of(one);
        events += static_cast<double>(course.events.size());
        days += course.followed_to - one.origin;
    }
    return events / days;
}

double measure(const Endpoint& endpoint, const People& people)
{
    switch (endpoint.kind) {
        case EndpointKind::share_at:
        case EndpointKind::share_by:
        case EndpointKind::share_passing:
            return share_of(people, endpoint.is_number);
        case EndpointKind::mean:
            return mean_of(people);
        case EndpointKind::kaplan_meier:
            return people.empty() ? EndpointResult::missing
                                  : 1.0 - share_at(kaplan_meier(follows_of(people)), endpoint.time);
        case EndpointKind::quantile_time:
            return people.empty() ? EndpointResult::missing
                                  : quantile_time(kaplan_meier(follows_of(people)), endpoint.quantile);
        case EndpointKind::rate:
            return rate_of(people);
        case EndpointKind::hazard_ratio:
            break;
    }
    return EndpointResult::missing;
}

double compared(CompareAs as, double one, double other)
{
    if (as == CompareAs::difference) return one - other;
    if (as == CompareAs::ratio) return one / other;
    return (one / (1.0 - one)) / (other / (1.0 - other));
}

Estimate estimate_one(const Trial& trial, const Cohort& cohort, std::size_t at)
{
    const Endpoint& endpoint = trial.endpoints[at];
    const People among = people_of(trial, cohort, at, false);
    Estimate estimate;
    estimate.people = static_cast<double>(among.size());
    estimate.value = measure(endpoint, among);
    if (endpoint.versus) {
        const People versus = people_of(trial, cohort, at, true);
        if (endpoint.kind == EndpointKind::hazard_ratio)
            estimate.value =
                std::exp(log_hazard_ratio(follows_of(among), follows_of(versus), endpoint.ties).value);
        else
            estimate.value = compared(endpoint.as, estimate.value, measure(endpoint, versus));
    } else if (endpoint.kind == EndpointKind::quantile_time && !among.empty()) {
        const auto steps = kaplan_meier(follows_of(among));
        estimate.lower_quartile = quantile_time(steps, 0.25);
        estimate.upper_quartile = quantile_time(steps, 0.75);
    }
    return estimate;
}

}  // namespace

std::vector<Estimate> estimate(const Trial& trial, const Cohort& cohort)
{
    std::vector<Estimate> estimates;
    for (std::size_t at = 0; at < trial.endpoints.size(); ++at)
        estimates.push_back(estimate_one(trial, cohort, at));
    return estimates;
}

}  // namespace txpath
