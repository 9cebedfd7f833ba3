// refine.cpp -- one scenario at two distances of sync points.
//
// Method  the figures of each replicate, then their differences; see RefinedFigure for what bounds them
#include "txpath/refine.hpp"

#include <algorithm>
#include <cmath>

#include "base/stats.hpp"
#include "study/outcomes.hpp"
#include "txpath/economics.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

namespace {

constexpr double none = RefinedFigure::none;
constexpr double errors_allowed = 4.0;

/// A figure by replicate.
struct Course {
    std::string name, unit;
    std::vector<double> values;
};

std::string qualified(const Scenario& scenario, StateId state)
{
    return scenario.tracks[scenario.states[state].track].name + "." + scenario.states[state].name;
}

std::int64_t over_cells(const Counts& counts, std::size_t cells, std::size_t time, std::size_t column)
{
    std::int64_t sum = 0;
    for (std::size_t cell = 0; cell < cells; ++cell) sum += counts.at(time * cells + cell, column);
    return sum;
}

/// The share of those who entered in a state at the end, 0 of nobody.
double share_at_end(const Tally& tally, std::size_t state)
{
    const std::size_t last = tally.times - 1;
    const auto entered = static_cast<double>(over_cells(tally.entered, tally.cells, last, 0));
    return entered == 0.0
               ? 0.0
               : static_cast<double>(over_cells(tally.occupancy, tally.cells, last, state)) / entered;
}

void add_outcomes(const Scenario& scenario, const Results& results, std::vector<Course>& found)
{
    const std::vector<Outcome> outcomes = outcomes_of(scenario);
    const std::size_t strata_count = strata(scenario).size();
    const std::vector<double> values = outcome_values(scenario, outcomes, results);
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        Course course{outcomes[at].name, outcomes[at].unit, {}};
        for (std::size_t replicate = 0; replicate < results.replicates.size(); ++replicate)
            course.values.push_back(values[replicate * strata_count * outcomes.size() + at]);
        found.push_back(std::move(course));
    }
}

void add_states(const Scenario& scenario, const Results& results, std::vector<Course>& found)
{
    for (std::size_t state = 0; state < scenario.states.size(); ++state) {
        if (scenario.tracks[scenario.states[StateId{state}].track].is_given) continue;  // clinicians' own
        Course course{"state." + qualified(scenario, StateId{state}), "share at the end", {}};
        for (const ReplicateResult& result : results.replicates)
            course.values.push_back(share_at_end(result.tally, state));
        found.push_back(std::move(course));
    }
    if (!scenario.shared.clinicians) return;
    const Scenario& clinicians = *scenario.shared.clinicians->scenario;
    for (std::size_t state = 0; state < clinicians.states.size(); ++state) {
        Course course{"clinicians." + clinicians.states[StateId{state}].name, "share at the end", {}};
        for (const ReplicateResult& result : results.replicates)
            course.values.push_back(share_at_end(result.clinicians, state));
        found.push_back(std::move(course));
    }
}

/// People let in at a resource, on the simulated scale, and their mean wait.
struct LetIn {
    double people = 0.0, mean_wait = none;
};

LetIn let_in(const ReplicateResult& result, ResourceId resource)
{
    const ResourceTally& tally = result.resources;
    double count = 0.0, waited = 0.0;
    LetIn found;
    for (std::size_t row = 0; row < tally.granted.rows; ++row)
        for (std::size_t pool = 0; pool < tally.pools.size(); ++pool) {
            if (tally.pools[pool].resource != resource) continue;
            found.people +=
                static_cast<double>(tally.granted.at(row, pool)) / static_cast<double>(result.weight_unit);
            for (const std::uint32_t wait : tally.waits[row * tally.pools.size() + pool]) {
                count += 1.0;
                waited += wait * wait_unit;
            }
        }
    if (count > 0.0) found.mean_wait = waited / count;
    return found;
}

void add_resources(const Scenario& scenario, const Results& results, std::vector<Course>& found)
{
    for (std::size_t id = 0; id < scenario.shared.resources.size(); ++id) {
        const std::string name = "resource." + scenario.shared.resources[ResourceId{id}].name;
        Course people{name + ".granted", "people", {}}, wait{name + ".wait_mean", "days", {}};
        for (const ReplicateResult& result : results.replicates) {
            const LetIn in = let_in(result, ResourceId{id});
            people.values.push_back(in.people * scenario.people.scale);
            wait.values.push_back(in.mean_wait);
        }
        found.push_back(std::move(people));
        found.push_back(std::move(wait));
    }
}

void add_policies(const Scenario& scenario, const Results& results, std::vector<Course>& found)
{
    for (std::size_t id = 0; id < scenario.shared.policies.size(); ++id) {
        if (scenario.shared.policies[PolicyId{id}].when.is_always()) continue;  // its moment is known
        Course course{"policy." + scenario.shared.policies[PolicyId{id}].name, "day it begins", {}};
        for (const ReplicateResult& result : results.replicates) {
            const auto begun = std::ranges::find(result.policies, PolicyId{id}, &InForce::policy);
            course.values.push_back(begun == result.policies.end() ? none : begun->from);
        }
        found.push_back(std::move(course));
    }
}

std::vector<Course> courses_of(const Scenario& scenario, const Results& results)
{
    std::vector<Course> found;
    add_outcomes(scenario, results, found);
    add_states(scenario, results, found);
    add_resources(scenario, results, found);
    add_policies(scenario, results, found);
    return found;
}

RefinedFigure compare(const Course& written, const Course& halved)
{
    RefinedFigure figure{written.name, written.unit};
    RunningStats coarse, fine, moved;
    for (std::size_t i = 0; i < written.values.size(); ++i) {
        if (!std::isnan(written.values[i])) coarse.add(written.values[i]);
        if (!std::isnan(halved.values[i])) fine.add(halved.values[i]);
        if (!std::isnan(written.values[i] + halved.values[i]))
            moved.add(halved.values[i] - written.values[i]);
    }
    if (coarse.count() > 0) figure.written = coarse.mean();
    if (fine.count() > 0) figure.halved = fine.mean();
    if (moved.count() > 0) figure.moved = moved.mean();
    if (moved.count() > 1) figure.error = moved.standard_error();
    return figure;
}

/// People of weight 1 for whom there is room, on the simulated scale; infinite where it is unlimited.
double places_of(const Scenario& scenario, const ReplicateResult& result, ResourceId id)
{
    const Resource& resource = scenario.shared.resources[id];
    double need = 0.0;  // of those who have just been let in
    for (const State& state : scenario.states) {
        if (state.waits_for != id) continue;
        for (const auto& [user, use] : resource.used_by)
            if (user == state.then) need = std::max(need, use.number);
    }
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t time = 0; time < result.tally.times; ++time) {
        double capacity = 0.0;
        for (std::size_t pool = 0; pool < result.resources.pools.size(); ++pool)
            if (result.resources.pools[pool].resource == id)
                capacity += result.resources.capacity[time * result.resources.pools.size() + pool];
        least = std::min(least, capacity);
    }
    return need == 0.0 ? std::numeric_limits<double>::infinity() : least / (need * scenario.people.scale);
}

/// First come, first served: every stay in the line before one's own, at one's place, ends up to sync_every
/// later for the next, and so does one's own grant.
double bound_of_wait(const Scenario& scenario, const Results& results, ResourceId id)
{
    const Resource& resource = scenario.shared.resources[id];
    if (!resource.order_by.is_absent()) return none;
    RunningStats stays;
    for (const ReplicateResult& result : results.replicates)
        stays.add(let_in(result, id).people / places_of(scenario, result, id));
    return scenario.time.sync_every * (1.0 + stays.mean());
}

void add_bounds(const Scenario& scenario, const Results& results, std::vector<RefinedFigure>& figures)
{
    for (std::size_t id = 0; id < scenario.shared.resources.size(); ++id) {
        const std::string name = "resource." + scenario.shared.resources[ResourceId{id}].name + ".wait_mean";
        const auto wait = std::ranges::find(figures, name, &RefinedFigure::name);
        wait->bound = bound_of_wait(scenario, results, ResourceId{id});
    }
    if (!scenario.shared.shares.empty()) return;  // else what policies wait for moves itself
    for (RefinedFigure& figure : figures)
        if (figure.name.starts_with("policy."))
            // one may have to wait for another that sets a system variable
            figure.bound = scenario.time.sync_every * static_cast<double>(scenario.shared.policies.size());
}

}  // namespace

bool is_within_bound(const RefinedFigure& figure) noexcept
{
    if (std::isnan(figure.bound) || std::isnan(figure.moved)) return true;
    const double chance = std::isnan(figure.error) ? 0.0 : errors_allowed * figure.error;
    return std::abs(figure.moved) <= figure.bound + chance;
}

Checked<Refinement> refine(const Scenario& scenario, const RefineSpec& spec)
{
    Refinement found;
    found.sync_every = scenario.time.sync_every;
    found.has_sync_points = has_sync_points(scenario.shared);
    if (!found.has_sync_points) return found;
    Scenario halved = scenario;
    halved.time.sync_every /= 2.0;
    std::vector<Results> results;
    for (const Scenario* each : {&scenario, static_cast<const Scenario*>(&halved)}) {
        const Checked<Model> model = compile(*each, base_case(*each));
        if (!model) return model.why_not();
        RunSpec run;
        run.seed = scenario.run.seed;
        run.replicates = scenario.run.replicates;
        run.threads = spec.threads;
        run.stop = spec.stop;
        const double begun = static_cast<double>(results.size());  // a third of the work is the first run
        if (spec.progress)
            run.progress = [&spec, begun](double share) {
                spec.progress((begun + share * (1.0 + begun)) / 3.0);
            };
        RunOutcome outcome = simulate(model.value(), run);
        found.is_complete = outcome.is_complete;
        if (!found.is_complete) return found;
        results.push_back(std::move(outcome.results));
    }
    const auto written = courses_of(scenario, results[0]), fine = courses_of(halved, results[1]);
    for (std::size_t at = 0; at < written.size(); ++at)
        found.figures.push_back(compare(written[at], fine[at]));
    add_bounds(scenario, results[0], found.figures);
    return found;
}

}  // namespace txpath
