// page_words.hpp -- findings as sentences.
//
// Owns      estimates with their intervals in words, what luck leaves of a difference, names as people read
//           them. Terminal texts and the report page say it in these words.
// Promises  a difference whose interval holds 0 is never called one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/page_data.hpp"
#include "txpath/mean_over_luck.hpp"

namespace txpath::report {

/// No difference in any draw, not only on the mean.
[[nodiscard]] bool is_nothing(const MeanOverLuck& mean);

/// `12 ± 3`, without a sign.
[[nodiscard]] std::string size_of(const MeanOverLuck& mean, bool is_ascii);

/// ` (which luck alone could do)`; nothing of a difference beyond luck.
[[nodiscard]] std::string doubt(const MeanOverLuck& mean);

/// `costs 12 ± 3 USD more`, `gives the same QALYs`, and what they come to together.
[[nodiscard]] std::string cost_phrase(const MeanOverLuck& cost, std::string_view currency, bool is_ascii);
[[nodiscard]] std::string qaly_phrase(const MeanOverLuck& qalys, bool is_ascii);
[[nodiscard]] std::string worth_phrase(const MeanOverLuck& cost, const MeanOverLuck& qalys,
                                       std::string_view currency);

/// A mean of `n` replicates whose spread gives a standard error.
[[nodiscard]] MeanOverLuck over_replicates(double mean, double mcse, double n);
/// The mean of some replicates.
[[nodiscard]] MeanOverLuck over_replicates(const std::vector<double>& values);

/// ` (95 % interval 3 to 5)`; nothing when there is none.
[[nodiscard]] std::string interval_words(const MeanOverLuck& mean);
/// `4 people (95 % interval 3 to 5)`
[[nodiscard]] std::string with_interval(const MeanOverLuck& mean, std::string_view unit);
/// What nobody could read for each person, for each 1,000 of them: QALYs and years below 0.001.
struct ReadableUnit {
    double scale = 1.0;
    std::string unit;
};
[[nodiscard]] ReadableUnit readable_unit(std::string_view unit, double largest);

/// `4 more people`-like: `+4 people (95 % interval 3 to 5)`, `+1 (..., which luck alone could do)`.
[[nodiscard]] std::string change_words(const MeanOverLuck& change, std::string_view unit);

/// `62 %` of 0.62; one digit more below 10 %.
[[nodiscard]] std::string percent_words(double share);

/// A value of the scenario: of `parameters` its name as people read it, else its path as it is.
[[nodiscard]] std::string value_words(std::string_view path);

/// `3 days`, `4.5 months`, `2.1 years`
[[nodiscard]] std::string time_words(double years);

/// With a capital letter at its beginning.
[[nodiscard]] std::string as_sentence(std::string text);

/// A measure that is what the title is about: a word of five letters or more stands in both.
[[nodiscard]] bool shares_a_word(std::string_view title, std::string_view name);

/// `coverage=none` -> `coverage: none`; `all` -> `everybody`
[[nodiscard]] std::string group_words(std::string_view stratum);

/// `on_spray` -> `on spray`, `costs.per_person` -> `costs per person`
[[nodiscard]] std::string spoken(std::string_view name);

[[nodiscard]] std::string count_words(double n, std::string_view noun);

/// The columns of figure kinds that several commands use.
[[nodiscard]] std::vector<PageColumn> bands_columns(std::string_view unit);
[[nodiscard]] std::vector<PageColumn> lines_columns(std::string_view x, std::string_view x_unit,
                                                    std::string_view unit);
[[nodiscard]] std::vector<PageColumn> bars_columns(std::string_view unit);
[[nodiscard]] PageColumn text_column(std::string_view name, std::string_view label);
[[nodiscard]] PageColumn number_column(std::string_view name, std::string_view label, std::string_view unit);

/// What intervals of luck show and what not.
inline constexpr std::string_view luck_only =
    "Intervals and bands show the luck of the draw only (replicates); parameters stand at their base case.";

}  // namespace txpath::report
