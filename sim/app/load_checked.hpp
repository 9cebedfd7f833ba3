// load_checked.hpp -- the scenario or study that a command line means.
//
// Owns      loading with the command line's overrides, and every check that comes before a run. What is
//           loaded from a path and overrides depends on no command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/terminal.hpp"
#include "txpath/decision.hpp"
#include "txpath/scenario.hpp"

namespace txpath::app {

/// `--set` as overrides.
[[nodiscard]] std::vector<Override> settings_of(const Invocation& invocation);

/// `--set`, `--population`, `--replicates` and `--seed` as overrides, so that the effective scenario shows
/// them.
[[nodiscard]] std::vector<Override> overrides_of(const Invocation& invocation);

/// The same; besides, `--replicates` puts the scenario's own stopping rule out of force.
///   Reads  the scenario's file, if `--replicates` is given
[[nodiscard]] std::vector<Override> overrides_for(const Invocation& invocation);

/// What all strategies are compared with: overrides_of, and `--reference`.
[[nodiscard]] DecisionOverrides decision_overrides_of(const Invocation& invocation);

/// The same where people and replicates are those of a draw or setting (DrawWishes), so that they are not
/// laid over the scenarios.
[[nodiscard]] DecisionOverrides draw_overrides_of(const Invocation& invocation);

/// What is said of each draw or setting instead of the study.
struct DrawWishes {
    std::optional<std::uint32_t> samples, replicates;
    std::optional<std::uint64_t> population;
    std::optional<Sampling> sampling;
};
/// As the flag and the language say it.
[[nodiscard]] std::optional<Sampling> sampling_named(std::string_view word);
/// `--samples`, `--replicates`, `--population` and `--sampling`.
[[nodiscard]] DrawWishes draw_wishes_of(const Invocation& invocation);
void settle(const DrawWishes& wishes, UncertaintySettings& settings);

/// Say that a command other than `run` does not keep to the scenario's stopping rule.
void leave_rule_aside(const Scenario& scenario, const Terminal& terminal);

/// The same of every strategy that has such a rule, in one line.
void leave_rules_aside(const DecisionStudy& study, std::uint32_t replicates, const Terminal& terminal);

/// The scenario with overrides; its warnings hold those about the shape of the pathways too.
///   Errors  every mistake of the scenario and of its pathways
[[nodiscard]] Checked<Scenario> load_checked(const std::string& path, const std::vector<Override>& overrides);

/// The scenario with overrides_for; its warnings hold those about the shape of the pathways too.
///   Errors  every mistake of the scenario and of its pathways
[[nodiscard]] Checked<Scenario> load_checked(const Invocation& invocation);

/// The study with every strategy's pathways checked; its warnings hold those about their shape too.
///   Errors  every mistake of the study, its scenarios and their pathways
[[nodiscard]] Checked<DecisionStudy> load_checked_decision(const std::string& path,
                                                           const DecisionOverrides& overrides);

/// Show why there is no run, with a closing line that counts the mistakes.
[[nodiscard]] ExitCode refuse(const Diagnostics& why, const Terminal& terminal);

}  // namespace txpath::app
