// odd.hpp -- the sections of the ODD protocol.
//
// Owns      one function for each section or part of one, in the protocol's order; each gives Markdown.
//           What people share has parts in most of them, and none in a scenario that shares nothing.
// Not here  how numbers and conditions are said (odd_words.hpp), the whole (odd_text, txpath/report.hpp).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath::report {

[[nodiscard]] std::string odd_purpose(const Scenario& scenario);
[[nodiscard]] std::string odd_entities(const Scenario& scenario);
[[nodiscard]] std::string odd_process(const Scenario& scenario);
[[nodiscard]] std::string odd_concepts(const Scenario& scenario);
[[nodiscard]] std::string odd_initialization(const Scenario& scenario);
[[nodiscard]] std::string odd_input_data(const Scenario& scenario);

// Parts that the scenario of the clinicians has too.
[[nodiscard]] std::string odd_attributes(const Scenario& scenario);
[[nodiscard]] std::string odd_states(const Scenario& scenario);
/// Certain start states, and a table of the others' shares.
[[nodiscard]] std::string odd_starts(const Scenario& scenario);
/// What its transitions and deciding states read, by kind; nothing: an empty text.
[[nodiscard]] std::string odd_readings(const Scenario& scenario);

// What people share.
[[nodiscard]] std::string odd_shared_entities(const Scenario& scenario);
[[nodiscard]] std::string odd_sync_points(const Scenario& scenario);
[[nodiscard]] std::string odd_shared_start(const Scenario& scenario);
[[nodiscard]] std::string odd_interaction(const Scenario& scenario);
[[nodiscard]] std::string odd_collectives(const Scenario& scenario);
[[nodiscard]] std::vector<std::string> odd_shared_draws(const Scenario& scenario);
/// The scenario of the clinicians, completed by the tracks of the people, so that all it reads has a name in
/// it.
///   Requires  the scenario has clinicians
[[nodiscard]] Scenario clinicians_with_people(const Scenario& scenario);

// Parts of the submodels.
[[nodiscard]] std::string odd_hazards(const Scenario& scenario);  ///< how any hazard is put together
[[nodiscard]] std::string odd_levels(const Scenario& scenario);
[[nodiscard]] std::string odd_track(const Scenario& scenario, TrackId id);
/// The same without its heading.
[[nodiscard]] std::string odd_track_body(const Scenario& scenario, TrackId id);
/// Numbered 7.`first` and so on.
[[nodiscard]] std::string odd_shared_submodels(const Scenario& scenario, std::size_t first);
[[nodiscard]] std::size_t odd_shared_submodel_count(const Scenario& scenario);
[[nodiscard]] std::string odd_transition(const Scenario& scenario, const Transition& transition);
[[nodiscard]] std::string odd_economics(const Scenario& scenario);

/// Every parameter with its citation or its reason, the numbers without either, and the references.
[[nodiscard]] std::string odd_parameters(const Scenario& scenario);

}  // namespace txpath::report
