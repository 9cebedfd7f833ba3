// same_counts.hpp -- whether two runs counted the same, to the last unit.
//
// Owns      difference, the tables of two runs as text where they differ, and csv_files of a run's folder.
#pragma once

#include <map>
#include <string>

#include "support/oracle.hpp"

namespace txpath::oracle {

/// The name of the first table that differs, and where; empty when every count and history is the same.
[[nodiscard]] std::string difference(const Results& a, const Results& b);

/// The same for histories alone.
[[nodiscard]] bool same_histories(const Results& a, const Results& b);

/// The CSV files that a run's folder would hold, by name.
[[nodiscard]] std::map<std::string, std::string> csv_files(const Experiment& experiment);

}  // namespace txpath::oracle
