// sheet.hpp -- a small table beside a scenario, cell by cell with its place.
//
// Owns      Sheet: a CSV file that a scenario names, and the reads of its cells.
// Promises  every row has as many cells as the header; the header's names differ.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/load.hpp"

namespace txpath {

struct Sheet {
    std::string name;  ///< as the scenario names it
    std::vector<std::string> header;
    std::vector<Node> titles;             ///< the cells of the header
    std::vector<std::vector<Node>> rows;  ///< scalars with marks into the file

    /// The column of that name, or nothing.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view title) const;
};

/// The table in the file that `name` names; nothing after a reported mistake. The file is noted as data of
/// the scenario.
[[nodiscard]] std::optional<Sheet> open_sheet(Loading& loading, const Node& name);

/// A cell as a number of a column that has or has not a unit of its own (`time_weeks`: 7 days each).
///   Errors  reported with the cell's place
[[nodiscard]] std::optional<double> read_cell(Loading& loading, const Node& cell, std::string_view title,
                                              const Wanted& wanted);

/// A bare number times `unit_days`, as the title of its column says the unit.
[[nodiscard]] std::optional<double> read_cell_in(Loading& loading, const Node& cell, std::string_view title,
                                                 double unit_days);

}  // namespace txpath
