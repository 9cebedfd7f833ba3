// tables.cpp -- which function writes which table.
#include "report/tables.hpp"

#include <algorithm>

namespace txpath::report {

void write_table(Table table, const RunReport& report, CsvWriter& out)
{
    switch (table) {
        case Table::timeseries:
            return write_timeseries(report, out);
        case Table::timeseries_summary:
            return write_timeseries_summary(report, out);
        case Table::stateprobs:
            return write_stateprobs(report, out);
        case Table::transitions:
            return write_transitions(report, out);
        case Table::flows:
            return write_flows(report, out);
        case Table::resources:
            return write_resources(report, out);
        case Table::adoption:
            return write_adoption(report, out);
        case Table::policies:
            return write_policies(report, out);
        case Table::histories:
            return write_histories(report, out);
        case Table::ce:
            return write_ce(report, out);
        case Table::costs:
            return write_costs(report, out);
        case Table::qalys:
            return write_qalys(report, out);
        case Table::data_dictionary:
            return write_data_dictionary(report.scenario, out);
        default:
            break;  // validation_folder.cpp, calibration_folder.cpp
    }
}

std::vector<Table> tables_of(const Scenario& scenario)
{
    std::vector<Table> found;
    for (const Table table : all_tables) {
        if (table == Table::resources && scenario.shared.resources.empty()) continue;
        if (table == Table::adoption && !scenario.shared.clinicians) continue;
        if (table == Table::policies && scenario.shared.policies.empty()) continue;
        found.push_back(table);
    }
    return found;
}

bool is_table_file(const Scenario& scenario, std::string_view name)
{
    if (!name.ends_with(".csv")) return false;
    name.remove_suffix(4);
    return std::ranges::any_of(tables_of(scenario), [name](Table table) { return info(table).name == name; });
}

std::vector<Stratum> strata_by_name(const Scenario& scenario)
{
    std::vector<Stratum> groups = strata(scenario);
    std::ranges::sort(groups, {}, &Stratum::name);
    return groups;
}

std::uint32_t sample_of(const Results& results) noexcept
{
    return results.replicates.empty() ? 0 : results.replicates.front().sample;
}

}  // namespace txpath::report
