// decision_parts.hpp -- what the readers of the parts of a decision study share.
//
// Owns      one function for each part of a study with `strategies`.
// Promises  each writes its part of the study and reports every mistake in it; `values` is null when the
//           strategies are broken, and then no path is looked up.
#pragma once

#include <string>
#include <vector>

#include "scenario/study_file.hpp"
#include "scenario/study_values.hpp"
#include "txpath/decision.hpp"

namespace txpath {

/// Entries of `strategies`, their scenarios loaded; true when all of them are in order.
[[nodiscard]] bool load_strategies(Loading& loading, const StudyFile& file,
                                   const std::vector<Override>& overrides, std::vector<Strategy>& strategies);

/// Report what keeps strategies from being compared.
///   Shape  marks: where each strategy stands
void check_alike(Loading& loading, const std::vector<Strategy>& strategies, const std::vector<Mark>& marks);

/// The strategy of that name; nothing after a reported mistake.
[[nodiscard]] std::optional<std::size_t> find_strategy(Loading& loading, const Word& word,
                                                       const std::vector<Strategy>& strategies);

void load_uncertainty(Loading& loading, const Node& node, const std::string& folder, StudyValues* values,
                      UncertaintySettings& settings);

/// The file under `given`; nothing after a reported mistake.
[[nodiscard]] std::optional<GivenDraws> load_given_draws(Loading& loading, const Node& name,
                                                         const std::string& folder, StudyValues* values);

/// A number in the unit of a value, and in its range as far as unit and distribution say it.
[[nodiscard]] std::optional<double> read_in_range_of(Loading& loading, const Node& node,
                                                     const WrittenValue& written, const Parameter& parameter,
                                                     const std::string& key);

void load_sensitivity(Loading& loading, const Node& node, StudyValues* values,
                      const std::vector<Strategy>& strategies, SensitivitySettings& settings);

}  // namespace txpath
