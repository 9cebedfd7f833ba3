// swept_values.hpp -- which parameters of which strategies a changed value moves, and how.
//
// Owns      find_swept, the parameters of a setting.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "txpath/sensitivity.hpp"

namespace txpath {

/// What an end that is not given is, and what the numbers between ends are used for.
struct SweepUse {
    double coverage = 0.95;
    bool needs_numbers = false;  ///< numbers between the ends are tried, not the ends alone
};

/// A value that can be changed, or the reason why it cannot.
struct FoundValue {
    std::optional<SweptValue> value;
    std::string reason;
};

/// Of the strategies that have the value those change it in which it is uncertain; if it is certain
/// everywhere, all of them.
[[nodiscard]] FoundValue find_swept(const DecisionStudy& study, const ValueRange& range, const SweepUse& use);

/// One value at one number.
struct ValueSetting {
    const SweptValue* value;
    std::vector<double> numbers;  ///< by strategy
};
[[nodiscard]] ValueSetting setting_of(const SweptValue& value, RangeEnd end);
[[nodiscard]] ValueSetting setting_of(const SweptValue& value, double number);

struct SetParameters {
    std::vector<std::vector<double>> by_strategy;  ///< empty where nothing is changed
    std::string refusal;                           ///< empty: none
};

/// Base parameters with some values set. Of a dirichlet, the other shares keep their proportions.
[[nodiscard]] SetParameters parameters_at(const DecisionStudy& study, std::span<const ValueSetting> settings);

/// By strategy, as the scenarios stand.
[[nodiscard]] std::vector<std::vector<double>> base_parameters(const DecisionStudy& study);

}  // namespace txpath
