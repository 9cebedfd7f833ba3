// calibration_text.cpp -- a fit in words: on a terminal, and as a file that extends a scenario.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/text.hpp"
#include "report/calibration_tables.hpp"
#include "report/human.hpp"
#include "txpath/calibration_report.hpp"

namespace txpath {
namespace report {
namespace {

constexpr double worth_saying = 0.95;  // of correlations

/// A number as a scenario writes it, with six digits.
std::string written(const FittedValue& value, double number)
{
    const std::string& unit = value.written.unit;
    return fmt::format("{:.6g}{}{}", in_written_unit(value, number), unit.empty() ? "" : " ", unit);
}

std::string range_of(const FittedValue& value, double low, double high)
{
    if (!std::isfinite(low)) return "";
    return fmt::format("{} to {}", rounded(in_written_unit(value, low)),
                       rounded(in_written_unit(value, high)));
}

/// A scalar in double quotes.
std::string quoted(std::string_view text)
{
    std::string safe = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') safe += '\\';
        safe += c;
    }
    return safe + '"';
}

/// Nested mappings with values at their ends.
struct Branch {
    std::map<std::string, Branch> below;
    std::string end;
};

void add_lines(const Branch& branch, const std::string& indent, std::string& text)
{
    for (const auto& [key, next] : branch.below) {
        const std::string name = is_name(key) ? key : quoted(key);
        text += fmt::format("{}{}:{}{}\n", indent, name, next.end.empty() ? "" : " ", next.end);
        add_lines(next, indent + "  ", text);
    }
}

std::string note_of(const Study& study, const FittedValue& value, const ValueFit& fit)
{
    std::string targets;
    for (const Target& target : study.targets) targets += (targets.empty() ? "" : ", ") + target.name;
    std::string interval = "no interval: not identified";
    if (fit.is_at_bound)
        interval = "at its bound";
    else if (std::isfinite(fit.low))
        interval = fmt::format("95 % interval {} to {}", written(value, fit.low), written(value, fit.high));
    return fmt::format("fitted by study {} with seed {} and {} replicates; {}; targets: {}", study.name,
                       study.seed, study.replicates, interval, targets);
}

using Row = std::array<std::string, 5>;

std::string aligned(const std::vector<Row>& rows)
{
    std::array<std::size_t, std::tuple_size_v<Row>> widths{};
    for (const Row& row : rows)
        for (std::size_t at = 0; at < row.size(); ++at)
            widths[at] = std::max(widths[at], character_count(row[at]));
    std::string text;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t at = 0; at < row.size(); ++at) {
            const std::string gap(widths[at] - character_count(row[at]), ' ');
            line += "  " + (at == 0 || at + 1 == row.size() ? row[at] + gap : gap + row[at]);
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

std::string values_text(const Study& study, const Calibration& found)
{
    std::vector<Row> rows{{"value", "start", "fit", "95 % interval", ""}};
    for (std::size_t k = 0; k < study.values.size(); ++k) {
        const FittedValue& value = study.values[k];
        const ValueFit& fit = found.values[k];
        rows.push_back({value.path, rounded(in_written_unit(value, value.start)),
                        rounded(in_written_unit(value, fit.estimate)),
                        fit.is_at_bound ? "at its bound" : range_of(value, fit.low, fit.high),
                        value.written.unit});
    }
    return aligned(rows);
}

std::string targets_text(const Study& study, const Calibration& found)
{
    std::vector<Row> rows{{"target", "published", "model (error)", "residual", ""}};
    for (std::size_t k = 0; k < study.targets.size() && !found.best.targets.empty(); ++k) {
        const Target& target = study.targets[k];
        const TargetFit& fit = found.best.targets[k];
        const double published =
            target.likelihood == Likelihood::binomial
                ? static_cast<double>(*target.published.events) / static_cast<double>(*target.published.of)
                : target.published.value;
        rows.push_back({target.name, rounded(published),
                        fmt::format("{} ({})", rounded(fit.simulated.value), rounded(fit.simulated.error)),
                        fmt::format("{:.2f}", fit.residual), std::abs(fit.residual) > 2.0 ? "far off" : ""});
    }
    return aligned(rows);
}

}  // namespace
}  // namespace report

std::vector<std::string> doubts_about(const Study& study, const Calibration& found)
{
    std::vector<std::string> doubts;
    for (std::size_t k = 0; k < found.values.size(); ++k)
        if (found.values[k].is_at_bound)
            doubts.push_back(
                fmt::format("'{}' is at a bound, and the targets pull it further", study.values[k].path));
    if (found.is_complete && found.directions.empty())
        doubts.emplace_back(
            "the posterior beside the best fit is not known, so there are no standard errors");
    for (const Direction& direction : found.directions) {
        if (!direction.is_weak) continue;
        std::string along;
        for (std::size_t k = 0; k < direction.weights.size(); ++k)
            if (std::abs(direction.weights[k]) > 0.1)
                along += fmt::format("{}{:+.2f} {}", along.empty() ? "" : ", ", direction.weights[k],
                                     study.values[k].path);
        doubts.push_back(fmt::format("the targets leave open the direction {}", along));
    }
    for (std::size_t k = 0; k < found.correlations.size(); ++k)
        for (std::size_t other = 0; other < k; ++other)
            if (std::abs(found.correlations[k][other]) > report::worth_saying)
                doubts.push_back(fmt::format("'{}' and '{}' can hardly be told apart: correlation {:.3f}",
                                             study.values[other].path, study.values[k].path,
                                             found.correlations[k][other]));
    return doubts;
}

std::string fitted_overlay(const Study& study, const Calibration& found)
{
    report::Branch root;
    for (std::size_t k = 0; k < study.values.size(); ++k) {
        const FittedValue& value = study.values[k];
        report::Branch* branch = &root;
        for (const std::string& key : value.written.keys) branch = &branch->below[key];
        const std::string& law = value.written.distribution_key;
        branch->end = fmt::format("{{{}: {}{}, source: calibrated, note: {}}}", value.written.value_key,
                                  report::written(value, found.values[k].estimate),
                                  law.empty() ? "" : fmt::format(", {}: null", law),
                                  report::quoted(report::note_of(study, value, found.values[k])));
    }
    std::string text =
        fmt::format("# Values fitted by 'txpath calibrate', study {}.\ntxpath: 1\n", study.name);
    text += study.extends.empty() ? "# extends: NAME.yaml   <- the scenario that these values belong to\n"
                                  : fmt::format("extends: {}\n", study.extends);
    report::add_lines(root, "", text);
    return text;
}

std::string calibration_text(const Study& study, const Calibration& found, const TextStyle& style)
{
    std::string text = study.title.empty() ? study.name : study.title;
    text +=
        fmt::format("\n\n{} values, {} targets, {} evaluations of {} replicates; log posterior {:.2f}\n\n",
                    study.values.size(), study.targets.size(), found.evaluations, study.replicates,
                    found.best.log_posterior);
    text += report::values_text(study, found) + "\n" + report::targets_text(study, found);
    const auto doubts = doubts_about(study, found);
    if (!doubts.empty()) text += "\n";
    for (const std::string& doubt : doubts)
        text += style.is_coloured ? fmt::format("\033[33mnote\033[0m: {}\n", doubt)
                                  : fmt::format("note: {}\n", doubt);
    return text;
}

}  // namespace txpath
