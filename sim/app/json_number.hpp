// json_number.hpp -- numbers in JSON, which has no words for infinities and for what is not a number.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace txpath::app {

[[nodiscard]] inline nlohmann::ordered_json number_or_null(double x)
{
    return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json(nullptr);
}

[[nodiscard]] inline nlohmann::ordered_json number_or_null(const std::optional<double>& x)
{
    return x ? number_or_null(*x) : nlohmann::ordered_json(nullptr);
}

}  // namespace txpath::app
