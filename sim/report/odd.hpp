// odd.hpp -- the sections of the ODD protocol.
//
// Owns      one function for each section or part of one, in the protocol's order; each gives Markdown.
// Not here  how numbers and conditions are said (odd_words.hpp), the whole (odd_text, txpath/report.hpp).
#pragma once

#include <string>

#include "txpath/scenario.hpp"

namespace txpath::report {

[[nodiscard]] std::string odd_purpose(const Scenario& scenario);
[[nodiscard]] std::string odd_entities(const Scenario& scenario);
[[nodiscard]] std::string odd_process(const Scenario& scenario);
[[nodiscard]] std::string odd_concepts(const Scenario& scenario);
[[nodiscard]] std::string odd_initialization(const Scenario& scenario);
[[nodiscard]] std::string odd_input_data(const Scenario& scenario);

// Parts of the submodels.
[[nodiscard]] std::string odd_hazards(const Scenario& scenario);  ///< how any hazard is put together
[[nodiscard]] std::string odd_levels(const Scenario& scenario);
[[nodiscard]] std::string odd_track(const Scenario& scenario, TrackId id);
[[nodiscard]] std::string odd_transition(const Scenario& scenario, const Transition& transition);
[[nodiscard]] std::string odd_economics(const Scenario& scenario);

/// Every parameter with its citation or its reason, the numbers without either, and the references.
[[nodiscard]] std::string odd_parameters(const Scenario& scenario);

}  // namespace txpath::report
