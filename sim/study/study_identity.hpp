// study_identity.hpp -- what the answers of a study's units depend on.
//
// Owns      add_strategies.
// Assumes   answers are asked for by this version of the program alone.
#pragma once

#include "base/fingerprint.hpp"
#include "txpath/decision.hpp"

namespace txpath {

/// All that decides on what a strategy comes to but seed, replicates and draws: its effective scenario
/// without the section `run`, and what is compiled of it and of the tables it reads.
void add_strategies(const DecisionStudy& study, Fingerprint& print);

}  // namespace txpath
