// quantity.hpp -- numbers with units, and uncertain values.
//
// Owns      Dimension, parse_quantity (text -> number in canonical units) and the units the language knows.
// Promises  a number without the unit its place needs is an error that says what
//           to write; nothing is guessed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace txpath {

/// What kind of number a place wants.
enum class Dimension {
    pure,              ///< 0.33, 33 %, 2.8 million
    probability,       ///< pure, between 0 and 1
    duration,          ///< days
    rate,              ///< per day: `0.2 per year`, `4.66 per 100 person-years`
    chance_over_time,  ///< `33 % within 14 weeks`
    money,             ///< `590 USD`
    money_rate,        ///< currency per day: `900 USD per month`
    amount_rate,       ///< per day: `2 per week`, `400 per week`
    date_or_duration,  ///< days since time.start
    rate_per_year,     ///< an effective annual rate: `3 % per year`
};

struct Quantity {
    double number = 0.0;   ///< in canonical units; the probability of a chance over time
    double span = 0.0;     ///< days, of a chance over time
    std::string unit;      ///< as written, for people
    std::string currency;  ///< of money
    bool is_date = false;  ///< of a date or duration: `number` counts from 1970-01-01, not from time.start
};

/// Why a text is not a quantity of the dimension, and what to write instead.
struct QuantityError {
    std::string message;  ///< the end of a sentence that begins "'rate' is '5 %', ": "which has no time unit"
    std::string advice;
};

struct QuantityResult {
    std::optional<Quantity> quantity;
    QuantityError error;
};

/// What the dimension is called in a sentence: "a rate".
[[nodiscard]] std::string_view name_of(Dimension dimension) noexcept;

/// An example of the dimension: `0.2 per year`.
[[nodiscard]] std::string_view example_of(Dimension dimension) noexcept;

/// The dimension that a text seems to have, for named values whose place does not say it; nothing if it has
/// none.
[[nodiscard]] std::optional<Dimension> guess_dimension(std::string_view text);

/// Days in a unit of time, singular or plural: `weeks` -> 7.
[[nodiscard]] std::optional<double> days_in(std::string_view unit) noexcept;

[[nodiscard]] QuantityResult parse_quantity(std::string_view text, Dimension wanted);

/// A plain decimal number (no octal, hex, inf or nan), or nothing.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// `2027-01-01` as days since 1970-01-01, or nothing when there is no such day.
[[nodiscard]] std::optional<std::int64_t> parse_date(std::string_view text);

}  // namespace txpath
