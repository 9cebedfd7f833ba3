// table_texts.hpp -- the tables of a run in memory.
#pragma once

#include <string>
#include <vector>

#include "txpath/report.hpp"

namespace txpath {

struct TableText {
    std::string file;  ///< its name in the run folder
    std::string text;
};

/// The tables that write_run_folder would write, uncompressed.
///   Reads  all replicates, once a table
[[nodiscard]] std::vector<TableText> table_texts(const RunReport& report);

}  // namespace txpath
