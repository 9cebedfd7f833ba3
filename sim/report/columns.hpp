// columns.hpp -- the registry of every table and column that a run folder holds.
//
// Owns      Table, TableInfo, Column and the two lists.
// Promises  the writers' headers, the data dictionary, README.txt and the size estimate come from these
//           lists, nothing is listed twice.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace txpath::report {

enum class Table {
    timeseries,
    timeseries_summary,
    stateprobs,
    transitions,
    flows,
    resources,
    adoption,
    policies,
    histories,
    ce,
    costs,
    qalys,
    data_dictionary,
    validation,   ///< not of a run: `txpath validate` writes it
    evaluations,  ///< this and what follows: `txpath calibrate`
    fit,
    fit_targets,
    pulls,
    correlations,
    directions,
    profile,
    barriers,  ///< this and what follows: `txpath barriers`
    barriers_replicates,
    compare,  ///< this and what follows: `txpath compare`, which also writes ce, costs and qalys
    compare_replicates,
    economics,
    icers,
    net_benefit,
    budget,
    equity,
    inputs,
    params,  ///< this and what follows: `txpath uncertainty`, which writes ce and icers too
    ceac,
    evpi,
    evppi,
    expected_loss,
    ce_plane,
    variance,
    convergence,
    global,
    refused,
    dsa,  ///< this and what follows: `txpath sensitivity`
    tornado,
    two_way,
    thresholds,
    sobol_indices,
    left_out,
};

/// Those of a run folder; tables.hpp says which of them a scenario has.
inline constexpr std::array all_tables{
    Table::timeseries,      Table::timeseries_summary,
    Table::stateprobs,      Table::transitions,
    Table::flows,           Table::resources,
    Table::adoption,        Table::policies,
    Table::histories,       Table::ce,
    Table::costs,           Table::qalys,
    Table::data_dictionary,
};

inline constexpr std::array calibration_tables{
    Table::correlations, Table::directions, Table::evaluations, Table::fit,
    Table::fit_targets,  Table::profile,    Table::pulls,       Table::data_dictionary,
};

inline constexpr std::array barrier_tables{
    Table::barriers,
    Table::barriers_replicates,
    Table::data_dictionary,
};

/// Refused is there only if a draw was refused.
inline constexpr std::array uncertainty_tables{
    Table::ce,     Table::ce_plane, Table::ceac,          Table::convergence, Table::data_dictionary,
    Table::evpi,   Table::evppi,    Table::expected_loss, Table::global,      Table::icers,
    Table::params, Table::refused,  Table::variance,
};

/// Two_way, thresholds, sobol_indices and left_out are there only if they have something to hold.
inline constexpr std::array sensitivity_tables{
    Table::data_dictionary, Table::dsa,     Table::left_out, Table::sobol_indices,
    Table::thresholds,      Table::tornado, Table::two_way,
};

struct TableInfo {
    Table table;
    std::string_view name;         ///< the file's name without `.csv`
    std::string_view description;  ///< what a row is, in one sentence
};

enum class CellType { text, integer, number, flag };

struct Column {
    Table table;
    std::string_view name;
    CellType type;
    std::string_view unit;  ///< `currency` stands for the scenario's currency and price year; empty: none
    bool is_key;
    std::string_view allowed;
    std::string_view description;
};

[[nodiscard]] const TableInfo& info(Table table) noexcept;

/// The columns of a table in the order in which they are written.
[[nodiscard]] std::span<const Column> columns_of(Table table) noexcept;

/// The parts of the lists that belong to calibrations, comparisons, and analyses of barriers, uncertainty and
/// sensitivity.
[[nodiscard]] std::span<const TableInfo> tables_of_calibration() noexcept;
[[nodiscard]] std::span<const Column> columns_of_calibration() noexcept;
[[nodiscard]] std::span<const TableInfo> tables_of_barriers() noexcept;
[[nodiscard]] std::span<const Column> columns_of_barriers() noexcept;
[[nodiscard]] std::span<const TableInfo> tables_of_comparison() noexcept;
[[nodiscard]] std::span<const Column> columns_of_comparison() noexcept;
[[nodiscard]] std::span<const TableInfo> tables_of_uncertainty() noexcept;
[[nodiscard]] std::span<const Column> columns_of_uncertainty() noexcept;
[[nodiscard]] std::span<const TableInfo> tables_of_sensitivity() noexcept;
[[nodiscard]] std::span<const Column> columns_of_sensitivity() noexcept;

[[nodiscard]] std::string_view name_of(CellType type) noexcept;

}  // namespace txpath::report
