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

template <class IdType>
std::vector<std::size_t> columns_of(const std::vector<IdType>& ids)
{
    std::vector<std::size_t> columns;
    columns.reserve(ids.size());
    for (const IdType id : ids) columns.push_back(id.index());
    return columns;
}

/// Means over replicates that pass by once, in order.
class Means {
public:
    explicit Means(const RunReport& report)
        : scenario_(report.scenario), replicates_(report.replicates.size())
    {
        for (const Measure& measure : scenario_.outputs.measures)
            if (!measure.states.empty())
                people_.push_back({columns_of(measure.states)});
            else
                events_.push_back({columns_of(measure.events)});
        for (std::size_t state = 0; state < scenario_.states.size(); ++state) states_.push_back({{state}});
    }

    void add(const ReplicateResult& replicate)
    {
        const double scale = real_people(scenario_, replicate);
        const Tally& tally = replicate.tally;
        const std::size_t last = scenario_.time.reports.size() - 1;
        for (auto* list : {&people_, &states_})
            for (StartAndEnd& one : *list) {
                one.start += sum_at(tally, tally.occupancy, 0, one.columns) * scale;
                one.end += sum_at(tally, tally.occupancy, last, one.columns) * scale;
            }
        for (Events& one : events_)
            for (std::size_t time = 0; time < tally.times; ++time)
                one.sum += sum_at(tally, tally.events, time, one.columns) * scale;
    }

    /// By name, people at the start and the end, or how often any of the transitions fired.
    [[nodiscard]] Json measures() const
    {
        Json list = Json::object();
        auto people = people_.begin();
        auto events = events_.begin();
        for (const Measure& measure : scenario_.outputs.measures)
            if (!measure.states.empty())
                list[measure.name] = as_json(*people++);
            else
                list[measure.name] = Json{{"events", (events++)->sum / replicates()}};
        return list;
    }

    [[nodiscard]] Json states() const
    {
        Json list = Json::object();
        for (std::size_t column = 0; column < states_.size(); ++column) {
            const State& state = scenario_.states[StateId{column}];
            const auto name = fmt::format("{}.{}", scenario_.tracks[state.track].name, state.name);
            list[name] = as_json(states_[column]);
        }
        return list;
    }

private:
    /// In any of the states at the first and the last report, summed over replicates.
    struct StartAndEnd {
        std::vector<std::size_t> columns;
        double start = 0.0, end = 0.0;
    };
    struct Events {
        std::vector<std::size_t> columns;
        double sum = 0.0;
    };
    [[nodiscard]] double replicates() const { return static_cast<double>(replicates_); }
    [[nodiscard]] Json as_json(const StartAndEnd& one) const
    {
        return {{"start", one.start / replicates()}, {"end", one.end / replicates()}};
    }

    const Scenario& scenario_;
    std::size_t replicates_;
    std::vector<StartAndEnd> people_, states_;
    std::vector<Events> events_;
};

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
    Means means(report);
    report.replicates.visit([&](const ReplicateResult& replicate) { means.add(replicate); });
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
              {"measures", means.measures()},
              {"states", means.states()},
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
