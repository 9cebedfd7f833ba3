// validation_text.cpp -- a validation as a table on a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "report/human.hpp"
#include "txpath/report.hpp"

namespace txpath {

namespace report {
namespace {

using Row = std::array<std::string, 7>;

std::string range(double low, double high)
{
    if (low != low && high != high) return "";
    return fmt::format("{} to {}", rounded(low), std::isinf(high) ? "never" : rounded(high));
}

std::string with_unit(const Endpoint& endpoint)
{
    return endpoint.unit == "1" ? endpoint.name : fmt::format("{} ({})", endpoint.name, endpoint.unit);
}

Row row_of(const Endpoint& endpoint, const EndpointResult& result)
{
    const std::string simulated =
        std::isinf(result.simulated)
            ? "not reached"
            : fmt::format("{} ({})", rounded(result.simulated), rounded(result.error));
    const std::string verdict = result.verdict == Verdict::pass   ? "pass"
                                : result.verdict == Verdict::fail ? "FAIL"
                                                                  : "";
    std::string use = endpoint.use == EndpointUse::report ? "" : "calibration";
    if (endpoint.use == EndpointUse::check) use = "check";
    return {with_unit(endpoint),
            endpoint.published ? rounded(endpoint.published->value) : "",
            simulated,
            range(result.low, result.high),
            range(result.window_low, result.window_high),
            verdict,
            use};
}

std::string lines_of(const std::vector<Row>& rows, const TextStyle& style)
{
    Row::size_type columns = rows.front().size();
    std::vector<std::size_t> widths(columns, 0);
    for (const Row& row : rows)
        for (std::size_t at = 0; at < columns; ++at)
            widths[at] = std::max(widths[at], character_count(row[at]));
    std::string text;
    for (const Row& row : rows) {
        std::string line = " ";
        for (std::size_t at = 0; at < columns; ++at) {
            const std::string gap(widths[at] - character_count(row[at]), ' ');
            const bool is_failure = style.is_coloured && row[at] == "FAIL";
            const std::string cell = is_failure ? "\033[31mFAIL\033[0m" : row[at];
            line += " " + (at == 0 || at > 4 ? cell + gap : gap + cell) + " ";
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

}  // namespace
}  // namespace report

std::string validation_text(const Validation& validation, const TextStyle& style)
{
    using namespace report;
    std::string text;
    std::size_t targets = 0;
    for (const TrialResult& trial : validation.trials) {
        const auto& endpoints = trial.scenario->trial->endpoints;
        std::vector<Row> rows{
            {"", "published", "simulated (error)", "95 % of trials", "must lie in", "", ""}};
        for (std::size_t at = 0; at < endpoints.size(); ++at) {
            rows.push_back(row_of(endpoints[at], trial.endpoints[at]));
            targets += endpoints[at].use == EndpointUse::report ? 0 : 1;
        }
        text += fmt::format(
            "{} ({}): {} randomised of {} enrolled of {} candidates, mean of {} replicates\n{}\n",
            trial.scenario->trial->title, trial.scenario->name, rounded(trial.enrolment.randomised),
            rounded(trial.enrolment.enrolled), rounded(trial.enrolment.candidates),
            trial.endpoints.empty() ? 0 : trial.endpoints.front().values.size(), lines_of(rows, style));
    }
    const std::size_t failed = failures(validation);
    text += fmt::format("{} of {} targets pass\n", targets - failed, targets);
    return text;
}

}  // namespace txpath
