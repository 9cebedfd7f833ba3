#include "report/page_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/stats.hpp"
#include "report/human.hpp"
#include "report/text_parts.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

/// Its words but the shortest, in small letters.
std::set<std::string> words_of(std::string_view text)
{
    constexpr std::size_t fewest_letters = 5;
    std::set<std::string> words;
    std::string word;
    const auto end_word = [&] {
        if (word.size() >= fewest_letters) words.insert(word);
        word.clear();
    };
    for (const char letter : text) {
        const bool is_capital = letter >= 'A' && letter <= 'Z';
        if (is_capital || (letter >= 'a' && letter <= 'z'))
            word += is_capital ? static_cast<char>(letter - 'A' + 'a') : letter;
        else
            end_word();
    }
    end_word();
    return words;
}

}  // namespace

bool is_nothing(const MeanOverLuck& mean)
{
    return mean.mean == 0.0 && !(mean.error > 0.0);
}

std::string size_of(const MeanOverLuck& mean, bool is_ascii)
{
    return rounded(std::abs(mean.mean)) + spread(mean, is_ascii);
}

std::string doubt(const MeanOverLuck& mean)
{
    if (is_nothing(mean) || is_beyond_luck(mean)) return {};
    return std::isfinite(mean.low) ? " (which luck alone could do)"
                                   : " (one replicate cannot tell luck apart)";
}

std::string cost_phrase(const MeanOverLuck& cost, std::string_view currency, bool is_ascii)
{
    if (is_nothing(cost)) return "costs the same";
    return fmt::format("costs {} {} {}{}", size_of(cost, is_ascii), currency,
                       cost.mean > 0.0 ? "more" : "less", doubt(cost));
}

std::string qaly_phrase(const MeanOverLuck& qalys, bool is_ascii)
{
    if (is_nothing(qalys)) return "gives the same QALYs";
    constexpr double small = 0.001, many = 1000.0;  // nobody reads 4.57e-06 QALYs
    const bool is_small = std::abs(qalys.mean) < small;
    const double scale = is_small ? many : 1.0;
    const MeanOverLuck shown{qalys.mean * scale, qalys.error * scale, qalys.low * scale, qalys.high * scale};
    return fmt::format("gives {} QALYs {}{}{}", size_of(shown, is_ascii), qalys.mean > 0.0 ? "more" : "fewer",
                       is_small ? " per 1,000 people" : "", doubt(qalys));
}

std::string worth_phrase(const MeanOverLuck& cost, const MeanOverLuck& qalys, std::string_view currency)
{
    if (!is_beyond_luck(cost) || !is_beyond_luck(qalys)) return {};
    const bool is_dearer = cost.mean > 0.0, is_better = qalys.mean > 0.0;
    if (is_dearer && !is_better) return "; worse in both";
    if (!is_dearer && is_better) return "; better in both";
    return fmt::format("; {} {} for each QALY {}", rounded(cost.mean / qalys.mean), currency,
                       is_better ? "gained" : "given up");
}

MeanOverLuck over_replicates(double mean, double mcse, double n)
{
    MeanOverLuck found;
    found.mean = mean;
    if (!(n >= 2.0) || !std::isfinite(mcse)) return found;
    const double half = student_t_quantile(n - 1.0, 0.975) * mcse;
    found.error = mcse;
    found.low = mean - half;
    found.high = mean + half;
    return found;
}

MeanOverLuck over_replicates(const std::vector<double>& values)
{
    RunningStats sample;
    for (const double value : values) sample.add(value);
    if (sample.count() == 0) return {};
    return over_replicates(sample.mean(), sample.standard_error(), static_cast<double>(sample.count()));
}

std::string interval_words(const MeanOverLuck& mean)
{
    if (!std::isfinite(mean.low) || !std::isfinite(mean.high)) return {};
    return fmt::format(" (95 % interval {} to {})", rounded(mean.low), rounded(mean.high));
}

std::string with_interval(const MeanOverLuck& mean, std::string_view unit)
{
    return rounded(mean.mean) + (unit.empty() ? "" : " ") + std::string(unit) + interval_words(mean);
}

ReadableUnit readable_unit(std::string_view unit, double largest)
{
    constexpr double small = 0.001, many = 1000.0;
    const std::string_view noun = unit.substr(0, unit.find(' '));
    const bool is_of_one = unit == "QALYs" || unit.ends_with(" per person") || unit.ends_with(" a person");
    if ((noun != "QALYs" && noun != "years") || !is_of_one || !(std::abs(largest) < small))
        return {1.0, std::string(unit)};
    return {many, std::string(noun) + " per 1,000 people"};
}

std::string change_words(const MeanOverLuck& change, std::string_view unit)
{
    if (is_nothing(change)) return "no change";
    if (const ReadableUnit readable = readable_unit(unit, change.mean); readable.scale != 1.0)
        return change_words({change.mean * readable.scale, change.error * readable.scale,
                             change.low * readable.scale, change.high * readable.scale},
                            readable.unit);
    std::string text = with_sign(change.mean) + (unit.empty() ? "" : " ") + std::string(unit);
    if (!std::isfinite(change.low)) return text + doubt(change);
    text += fmt::format(" (95 % interval {} to {}", with_sign(change.low), with_sign(change.high));
    return text + (is_beyond_luck(change) ? ")" : ", which luck alone could do)");
}

std::string percent_words(double share)
{
    if (!std::isfinite(share)) return "-";
    const double percent = 100.0 * share;
    constexpr double least = 0.05;
    if (percent > 0.0 && percent < least) return "less than 0.1 %";
    return fmt::format("{} %", std::abs(percent) < 9.95 ? rounded(std::round(percent * 10.0) / 10.0)
                                                        : rounded(std::round(percent)));
}

std::string value_words(std::string_view path)
{
    constexpr std::string_view named = "parameters.";
    return path.starts_with(named) ? spoken(path.substr(named.size())) : std::string(path);
}

std::string time_words(double years)
{
    constexpr double months_from = 60.0, years_from = 2.0;
    const double days = years * days_per_year, whole = std::round(years);
    if (whole >= 1.0 && std::abs(years - whole) < 0.005) return count_words(whole, "year");
    if (years >= years_from) return count_words(std::round(years * 10.0) / 10.0, "year");
    if (days >= months_from) return count_words(std::round(days / days_per_month * 10.0) / 10.0, "month");
    return count_words(std::round(days), "day");
}

std::string as_sentence(std::string text)
{
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

bool shares_a_word(std::string_view title, std::string_view name)
{
    const std::set<std::string> topics = words_of(title);
    return std::ranges::any_of(words_of(name),
                               [&](const std::string& word) { return topics.contains(word); });
}

std::string group_words(std::string_view stratum)
{
    if (stratum == "all") return "everybody";
    std::string text = spoken(stratum);
    if (const std::size_t equals = text.find('='); equals != std::string::npos) text.replace(equals, 1, ": ");
    return text;
}

std::string spoken(std::string_view name)
{
    constexpr std::string_view each = ".per_person";
    std::string text(name);
    if (name.ends_with(each)) text[name.size() - each.size()] = ' ';
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string count_words(double n, std::string_view noun)
{
    return fmt::format("{} {}{}", rounded(n), noun, n == 1.0 ? "" : "s");
}

PageColumn text_column(std::string_view name, std::string_view label)
{
    return {std::string(name), std::string(label), {}, false};
}

PageColumn number_column(std::string_view name, std::string_view label, std::string_view unit)
{
    return {std::string(name), std::string(label), std::string(unit), true};
}

std::vector<PageColumn> bands_columns(std::string_view unit)
{
    return {number_column("time", "Time", "years"),      text_column("series", "Series"),
            number_column("mean", "Mean", unit),         number_column("q05", "5 % quantile", unit),
            number_column("q25", "25 % quantile", unit), number_column("q75", "75 % quantile", unit),
            number_column("q95", "95 % quantile", unit)};
}

std::vector<PageColumn> lines_columns(std::string_view x, std::string_view x_unit, std::string_view unit)
{
    return {number_column("x", x, x_unit), text_column("series", "Series"),
            number_column("value", "Value", unit), number_column("low", "Low", unit),
            number_column("high", "High", unit)};
}

std::vector<PageColumn> bars_columns(std::string_view unit)
{
    return {text_column("name", "Name"), text_column("series", "Series"),
            number_column("value", "Value", unit), number_column("low", "Low", unit),
            number_column("high", "High", unit)};
}

}  // namespace txpath::report
