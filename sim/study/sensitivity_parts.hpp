// sensitivity_parts.hpp -- the parts of an analysis of sensitivity, each in a file of its own.
#pragma once

#include <functional>

#include "study/paired.hpp"

namespace txpath {

/// What every part works on.
struct SensitivityWork {
    const DecisionStudy& study;
    const SensitivityPlan& plan;
    PointRunner& runner;
    SensitivityAnalysis& analysis;
};

/// Each returns false when it was stopped early.
[[nodiscard]] bool search_crossings(const SensitivityWork& work);
[[nodiscard]] bool analyse_globally(const SensitivityWork& work, const EvaluateSpec& spec,
                                    const Evaluate& run);

/// Two samples of all uncertain values, and those that go together.
[[nodiscard]] Checked<GlobalPlan> plan_globally(const DecisionStudy& study, std::uint64_t seed);

/// `parameters.relapse at 0.3 per year`.
[[nodiscard]] std::string spoken_setting(const SweptValue& value, double number);

/// `count` numbers from one end to the other, both among them.
[[nodiscard]] std::vector<double> evenly(double from, double to, std::size_t count);

}  // namespace txpath
