// study_mistake.hpp -- a mistake in a decision study, with the line it stands in.
#pragma once

#include <string>

#include "txpath/decision.hpp"

namespace txpath {

/// Adds an error; line 0 of `at` means the study as a whole. The reference is good until the next one.
Diagnostic& refuse(Diagnostics& found, const DecisionStudy& study, const Span& at, std::string message);

}  // namespace txpath
