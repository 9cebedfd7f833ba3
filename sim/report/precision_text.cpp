// precision_text.cpp -- what a stopping rule came to, in a line.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/human.hpp"
#include "txpath/report.hpp"

namespace txpath {

namespace {

using namespace report;

std::string what_of(const Scenario& scenario, const StopRule& rule)
{
    const auto& measures = scenario.outputs.measures;
    const auto measure = std::ranges::find(measures, rule.measure, &Measure::name);
    if (measure == measures.end())
        return rule.measure == "costs" ? fmt::format("costs per person, {}", scenario.economics.currency)
                                       : "QALYs per person";
    return fmt::format("{} {} {}", rule.measure, measure->events.empty() ? "after" : "within",
                       span_of_days(scenario.time.reports[rule.report]));
}

/// A half width in the terms in which it was asked for.
std::string width_of(const StopRule& rule, double width, double mean)
{
    return rule.is_relative ? rounded(100.0 * width / std::abs(mean)) + " %" : rounded(width);
}

}  // namespace

std::string precision_text(const Scenario& scenario, const Precision& precision)
{
    const StopRule& rule = *scenario.run.stop;
    const std::string what = what_of(scenario, rule);
    if (!(precision.half_width > 0.0))
        return fmt::format("{}: {} in each of {} replicates, so that it is not known how well", what,
                           rounded(precision.mean), precision.replicates);
    std::string text =
        fmt::format("{}: {} within {} ({} % confidence)", what, rounded(precision.mean),
                    width_of(rule, precision.half_width, precision.mean), rounded(100.0 * rule.confidence));
    const std::string wanted =
        rule.is_relative ? rounded(100.0 * rule.half_width) + " %" : rounded(rule.half_width);
    if (precision.is_reached)
        return text + fmt::format("; wanted {}, reached with {} replicates of {} at most", wanted,
                                  precision.replicates, rule.at_most);
    text += fmt::format("; wanted {}, not reached with {} replicates", wanted, precision.replicates);
    // The width falls with the square root of the number of replicates.
    const double share = precision.half_width / precision.wanted;
    const double needed = std::ceil(static_cast<double>(precision.replicates) * share * share);
    return needed <= 1e6 ? text + fmt::format("; about {} would do", rounded(needed)) : text;
}

}  // namespace txpath
