// cheers.hpp -- a draft of the CHEERS 2022 statement on an economic evaluation.
//
// Owns      CheersFacts, cheers_text.
// Promises  a function of what is described alone. Each of the 28 items says what the study and its scenarios
// say,
//           or is marked for the author; none is ticked, and no result is claimed.
#pragma once

#include <string>

#include "txpath/decision.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// What tells which program a draft is from.
struct CheersFacts {
    std::string version;
};

/// The 28 items in Markdown, and a list of the marked slots at the end.
///   Source    Husereau et al. 2022, BMJ 376:e067975
[[nodiscard]] std::string cheers_text(const DecisionStudy& study, const CheersFacts& facts);

/// The same of a scenario alone, which compares nothing yet.
[[nodiscard]] std::string cheers_text(const Scenario& scenario, const CheersFacts& facts);

}  // namespace txpath
