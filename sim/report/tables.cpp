// tables.cpp -- which maker makes which table, and which tables there are.
#include "report/tables.hpp"

#include <algorithm>
#include <stdexcept>

namespace txpath::report {
namespace {

class DataDictionary final : public TableMaker {
public:
    explicit DataDictionary(const TableTask& task) : report_(task.report), out_(task.out) {}
    void add(const ReplicateResult& /*replicate*/) override {}
    void finish() override
    {
        write_dictionary_of(tables_of(report_.scenario, report_.files.tables), report_.scenario, out_);
    }

private:
    const RunReport& report_;
    CsvWriter& out_;
};

}  // namespace

Maker make_table(Table table, const TableTask& task)
{
    switch (table) {
        case Table::timeseries:
            return make_timeseries(task);
        case Table::timeseries_summary:
            return make_timeseries_summary(task);
        case Table::stateprobs:
            return make_stateprobs(task);
        case Table::transitions:
            return make_transitions(task);
        case Table::flows:
            return make_flows(task);
        case Table::resources:
            return make_resources(task);
        case Table::adoption:
            return make_adoption(task);
        case Table::policies:
            return make_policies(task);
        case Table::histories:
            return make_histories(task);
        case Table::ce:
            return make_ce(task);
        case Table::costs:
            return make_costs(task);
        case Table::qalys:
            return make_qalys(task);
        case Table::data_dictionary:
            return std::make_unique<DataDictionary>(task);
        default:
            break;  // validation_folder.cpp, calibration_folder.cpp
    }
    throw std::logic_error("not a table of a run");
}

void write_table(Table table, const TableTask& task)
{
    const Maker maker = make_table(table, task);
    task.report.replicates.visit([&](const ReplicateResult& replicate) { maker->add(replicate); });
    maker->finish();
}

Compression compression_of(Table table, const RunFiles& files) noexcept
{
    return table == Table::data_dictionary ? Compression::none : files.compression;
}

bool has_each_replicate(Table table) noexcept
{
    switch (table) {
        case Table::timeseries:
        case Table::transitions:
        case Table::resources:
        case Table::adoption:
        case Table::policies:
        case Table::histories:
            return true;
        default:
            return false;
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

std::vector<Table> tables_of(const Scenario& scenario, TableSet wanted)
{
    std::vector<Table> found = tables_of(scenario);
    if (wanted == TableSet::aggregates) std::erase_if(found, has_each_replicate);
    return found;
}

bool is_table_file(const Scenario& scenario, std::string_view name)
{
    for (const std::string_view ending : {".gz", ".zst"})
        if (name.ends_with(ending)) name.remove_suffix(ending.size());
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

}  // namespace txpath::report
