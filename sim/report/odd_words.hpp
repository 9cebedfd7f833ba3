// odd_words.hpp -- parts of a scenario in words, for the ODD protocol.
//
// Owns      numbers, names and conditions as text; NumberTable, rows of numbers with their sources.
// Promises  no number is rounded to fewer than six digits; a number without a source says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath::report {

/// What a number counts, so that it can be written with its unit.
enum class Unit { pure, share, duration, rate, annual_rate, money, money_rate, amount, amount_rate };

/// Up to ten digits, without an exponent where people would not write one.
[[nodiscard]] std::string plain_number(double number);
[[nodiscard]] std::string duration_in_words(double days);
/// A hazard in the largest unit of time in which it is short to write.
[[nodiscard]] std::string rate_in_words(double per_day);
[[nodiscard]] std::string per_year(double per_day);

/// `a, b or c`
[[nodiscard]] std::string listed(const std::vector<std::string>& parts, std::string_view last);
[[nodiscard]] std::string in_code(std::string_view text);  ///< between backticks
/// A cell of a Markdown table: no bar, no line end, no HTML.
[[nodiscard]] std::string cell(std::string_view text);
/// What the author has still to write.
[[nodiscard]] std::string slot(std::string_view wanted);

[[nodiscard]] std::string full_name(const Scenario& scenario, StateId id);  ///< `track.state`
[[nodiscard]] std::string full_name(const Scenario& scenario, const Transition& transition);
[[nodiscard]] std::string name_of(const Scenario& scenario, const Reading& reading);

/// The base case of a value, with its unit: as it was written where that is known.
[[nodiscard]] std::string amount(const Scenario& scenario, const Value& value, Unit unit);
/// The same, and where it comes from: `4 weeks (P12)`; P12 is its number in the table of parameters.
[[nodiscard]] std::string marked(const Scenario& scenario, const Value& value, Unit unit);

/// What a policy holds a number at, in the words in which that number is written.
[[nodiscard]] std::string held_amount(const Scenario& scenario, const PolicySetting& setting);

/// `a` is `x` or `y`, and `b` is at least 2. `always` when there is none.
[[nodiscard]] std::string in_words(const Scenario& scenario, const Condition& condition);

/// `vital` enters `dead` and ...
[[nodiscard]] std::string moves_in_words(const Scenario& scenario, const Effects& effects);

/// The unit in which thresholds on a reading are written.
[[nodiscard]] Unit unit_of(const Scenario& scenario, const Reading& reading);
[[nodiscard]] std::string number_in_words(double number, Unit unit);

/// Numbers of the model, each with what it is, when it applies, its distribution and its source.
class NumberTable {
public:
    explicit NumberTable(const Scenario& scenario) : scenario_(&scenario) {}

    void add(const std::string& what, const std::string& applies, const Value& value, Unit unit);
    /// A number that defines the model rather than being measured: a step of a counter.
    void add_definition(const std::string& what, const std::string& applies, const std::string& value);
    void add_ratios(const std::string& what, const std::vector<Ratio>& ratios);
    /// Probabilities of the ways of a branch, and what changes their odds.
    void add_branch(const std::string& what, const std::vector<Option>& options);

    /// What is added, set and paid; not the moves.
    void add_effects(const Effects& effects, const std::string& applies);

    [[nodiscard]] std::string text() const;  ///< a Markdown table and an empty line; nothing if it is empty

private:
    const Scenario* scenario_;
    std::string rows_;
};

}  // namespace txpath::report
