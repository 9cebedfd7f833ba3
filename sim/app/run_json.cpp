#include "app/run_json.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "app/json_number.hpp"
#include "txpath/units.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

/// Sum over the cells of one report time and some columns.
double sum_at(const Tally& tally, const Counts& counts, std::size_t time,
              std::span<const std::size_t> columns)
{
    std::int64_t sum = 0;
    for (std::size_t cell = 0; cell < tally.cells; ++cell)
        for (const std::size_t column : columns) sum += counts.at(time * tally.cells + cell, column);
    return static_cast<double>(sum);
}

double real_people(const Scenario& scenario, const ReplicateResult& replicate)
{
    return scenario.people.scale / static_cast<double>(replicate.weight_unit);
}

/// People in any of the states at the first (or last) report, mean over replicates.
double mean_people(const RunReport& report, std::span<const std::size_t> states, std::size_t time)
{
    double sum = 0.0;
    for (const ReplicateResult& each : report.results.replicates)
        sum += sum_at(each.tally, each.tally.occupancy, time, states) * real_people(report.scenario, each);
    return sum / static_cast<double>(report.results.replicates.size());
}

/// How often any of the transitions fired, mean over replicates.
double mean_events(const RunReport& report, std::span<const std::size_t> transitions)
{
    double sum = 0.0;
    for (const ReplicateResult& each : report.results.replicates)
        for (std::size_t time = 0; time < each.tally.times; ++time)
            sum +=
                sum_at(each.tally, each.tally.events, time, transitions) * real_people(report.scenario, each);
    return sum / static_cast<double>(report.results.replicates.size());
}

template <class IdType>
std::vector<std::size_t> columns_of(const std::vector<IdType>& ids)
{
    std::vector<std::size_t> columns;
    columns.reserve(ids.size());
    for (const IdType id : ids) columns.push_back(id.index());
    return columns;
}

Json start_and_end(const RunReport& report, std::span<const std::size_t> states)
{
    const std::size_t last = report.scenario.time.reports.size() - 1;
    return {{"start", mean_people(report, states, 0)}, {"end", mean_people(report, states, last)}};
}

Json measures(const RunReport& report)
{
    Json list = Json::object();
    for (const Measure& measure : report.scenario.outputs.measures) {
        if (!measure.states.empty())
            list[measure.name] = start_and_end(report, columns_of(measure.states));
        else
            list[measure.name] = Json{{"events", mean_events(report, columns_of(measure.events))}};
    }
    return list;
}

Json states(const RunReport& report)
{
    Json list = Json::object();
    for (std::size_t column = 0; column < report.scenario.states.size(); ++column) {
        const State& state = report.scenario.states[StateId{column}];
        const auto name = fmt::format("{}.{}", report.scenario.tracks[state.track].name, state.name);
        list[name] = start_and_end(report, std::span{&column, 1});
    }
    return list;
}

Json as_json(const PerPerson& value)
{
    Json json{{"mean", value.mean}};
    json["standard_error"] = value.has_error ? Json(value.standard_error) : Json(nullptr);
    return json;
}

Json resources(const SharedSummary& shared)
{
    Json list = Json::object();
    for (const ResourceSummary& one : shared.resources)
        list[one.name] = {{"unit", one.is_per_day ? "per day" : "places"},
                          {"capacity", number_or_null(one.capacity)},
                          {"used", one.used},
                          {"queue", one.queue},
                          {"joined", one.joined},
                          {"granted", one.granted},
                          {"gave_up", one.gave_up},
                          {"ended", one.ended},
                          {"wait_mean_days", number_or_null(one.wait_mean)},
                          {"wait_median_days", number_or_null(one.wait_median)}};
    return list;
}

Json start_and_end(const std::vector<Development>& developments)
{
    Json list = Json::object();
    for (const Development& one : developments)
        list[one.name] = {{"start", number_or_null(one.start)}, {"end", number_or_null(one.end)}};
    return list;
}

Json policies(const SharedSummary& shared)
{
    Json list = Json::object();
    for (const PolicySummary& one : shared.policies)
        list[one.name] = {{"replicates_in_force", one.replicates},
                          {"first_begin_years", number_or_null(in_years(Days{one.first_begin}))},
                          {"last_begin_years", number_or_null(in_years(Days{one.last_begin}))},
                          {"replicates_ended", one.ended},
                          {"first_end_years", number_or_null(in_years(Days{one.first_end}))},
                          {"last_end_years", number_or_null(in_years(Days{one.last_end}))}};
    return list;
}

/// What people share, as far as the scenario has it.
void add_shared(const RunReport& report, Json& json)
{
    const SharedSummary shared = sum_up_shared(report);
    if (!shared.resources.empty()) json["resources"] = resources(shared);
    if (!shared.clinicians.empty()) json["clinicians"] = start_and_end(shared.clinicians);
    if (!shared.system.empty()) json["system"] = start_and_end(shared.system);
    if (!shared.policies.empty()) json["policies"] = policies(shared);
}

/// Totals for everybody, discounted.
Json money_and_health(const EconomicSummary& economics)
{
    Json json = Json::object();
    for (const CostRow& row : economics.mean_costs)
        if (row.stratum == 0 && row.is_discounted && row.category.is_absent() && row.state.is_absent())
            json["costs"] = as_json(row.cost);
    for (const QalyRow& row : economics.mean_qalys)
        if (row.stratum == 0 && row.is_discounted) json["qalys"] = as_json(row.qalys);
    return json;
}

}  // namespace

std::string run_json(const RunReport& report, const RunFolder& folder)
{
    const Scenario& scenario = report.scenario;
    const ManifestFacts& facts = report.facts;
    Json json{{"version", facts.version},
              {"commit", facts.commit},
              {"scenario", scenario.name},
              {"title", scenario.title},
              {"folder", folder.path},
              {"bytes", folder.bytes},
              {"fingerprint", fmt::format("{:016x}", facts.fingerprint)},
              {"seed", facts.seed},
              {"people", scenario.people.size},
              {"scale", scenario.people.scale},
              {"horizon_years", in_years(Days{scenario.time.horizon})},
              {"replicates", facts.done_replicates},
              {"threads", facts.threads},
              {"events", facts.instants},
              {"wall_seconds", facts.wall_seconds},
              {"cpu_seconds", facts.cpu_seconds},
              {"peak_memory_bytes", facts.peak_memory_bytes},
              {"measures", measures(report)},
              {"states", states(report)},
              {"per_person", money_and_health(report.economics)},
              {"currency", scenario.economics.currency},
              {"warnings", facts.warnings}};
    if (facts.precision)
        json["precision"] = {{"measure", scenario.run.stop->measure},
                             {"mean", facts.precision->mean},
                             {"half_width", number_or_null(facts.precision->half_width)},
                             {"half_width_wanted", number_or_null(facts.precision->wanted)},
                             {"confidence", scenario.run.stop->confidence},
                             {"replicates", facts.precision->replicates},
                             {"at_most", scenario.run.stop->at_most},
                             {"is_reached", facts.precision->is_reached}};
    add_shared(report, json);
    return json.dump(2) + "\n";
}

}  // namespace txpath::app
