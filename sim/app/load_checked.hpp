// load_checked.hpp -- the scenario that a command line means.
//
// Owns      loading with the command line's overrides, and every check that comes before a run.
#pragma once

#include <cstdint>
#include <vector>

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/terminal.hpp"
#include "txpath/decision.hpp"
#include "txpath/scenario.hpp"

namespace txpath::app {

/// `--set`, `--population`, `--replicates` and `--seed` as overrides, so that the effective scenario shows
/// them.
[[nodiscard]] std::vector<Override> overrides_of(const Invocation& invocation);

/// The same; besides, `--replicates` puts the scenario's own stopping rule out of force.
///   Reads  the scenario's file, if `--replicates` is given
[[nodiscard]] std::vector<Override> overrides_for(const Invocation& invocation);

/// Say that a command other than `run` does not keep to the scenario's stopping rule.
void leave_rule_aside(const Scenario& scenario, const Terminal& terminal);

/// The same of every strategy that has such a rule, in one line.
void leave_rules_aside(const DecisionStudy& study, std::uint32_t replicates, const Terminal& terminal);

/// The scenario with overrides_for; its warnings hold those about the shape of the pathways too.
///   Errors  every mistake of the scenario and of its pathways
[[nodiscard]] Checked<Scenario> load_checked(const Invocation& invocation);

/// Show why there is no run, with a closing line that counts the mistakes.
[[nodiscard]] ExitCode refuse(const Diagnostics& why, const Terminal& terminal);

}  // namespace txpath::app
