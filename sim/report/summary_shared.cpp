// summary_shared.cpp -- the terminal's lines about courses and about what people share.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/human.hpp"
#include "report/summary_parts.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

std::string mean_of_course(const Headline& headline)
{
    double sum = 0.0;
    for (const double value : headline.course) sum += value;
    return rounded(sum / static_cast<double>(headline.course.size()));
}

/// `380 of 400 per week`: people plan in weeks, and a resource counts by the day.
std::string use_of_capacity(const ResourceSummary& resource)
{
    const double unit = resource.is_per_day ? days_per_week : 1.0;
    const std::string capacity =
        std::isinf(resource.capacity) ? "unlimited" : rounded(resource.capacity * unit);
    return fmt::format("{} of {}{}", rounded(resource.used * unit), capacity,
                       resource.is_per_day ? " per week" : "");
}

std::string wait_in_words(double days)
{
    return std::isfinite(days) ? rounded(days) + " days" : "-";
}

std::string resource_lines(const std::vector<ResourceSummary>& found, const Palette& paint)
{
    if (found.empty()) return {};
    std::size_t width = 9;  // of the title
    for (const ResourceSummary& one : found) width = std::max(width, one.name.size());
    std::string text =
        fmt::format("\n{}{:<{}}  {:>26} {:>13} {:>13} {:>12} {:>12}{}\n", paint.strong, "Resources", width,
                    "used at end", "queue at end", "median wait", "granted", "gave up", paint.off);
    for (const ResourceSummary& one : found)
        text += fmt::format("{:<{}}  {:>26} {:>13} {:>13} {:>12} {:>12}\n", one.name, width,
                            use_of_capacity(one), rounded(one.queue), wait_in_words(one.wait_median),
                            rounded(one.granted), rounded(one.gave_up));
    return text;
}

/// `year 2.08`, or `year 1.9 to 2.3` where replicates differ.
std::string moment(double first, double last)
{
    const std::string from = rounded(first / days_per_year), to = rounded(last / days_per_year);
    return from == to ? "year " + from : fmt::format("year {} to {}", from, to);
}

std::string policy_in_words(const PolicySummary& policy, std::size_t replicates)
{
    if (policy.replicates == 0) return "never came into force";
    std::string text = fmt::format("in force from {} on", moment(policy.first_begin, policy.last_begin));
    if (policy.ended > 0) text += fmt::format(", until {}", moment(policy.first_end, policy.last_end));
    if (policy.ended > 0 && policy.ended < policy.replicates)
        text += fmt::format(" in {} replicates", policy.ended);
    if (policy.replicates < replicates)
        text += fmt::format("; in {} of {} replicates", policy.replicates, replicates);
    return text;
}

std::string policy_lines(const std::vector<PolicySummary>& found, std::size_t replicates,
                         const Palette& paint)
{
    if (found.empty()) return {};
    std::size_t width = 8;  // of the title
    for (const PolicySummary& one : found) width = std::max(width, one.name.size());
    std::string text = fmt::format("\n{}Policies{}\n", paint.strong, paint.off);
    for (const PolicySummary& one : found)
        text += fmt::format("{:<{}}  {}\n", one.name, width, policy_in_words(one, replicates));
    return text;
}

}  // namespace

std::string interval(const Figure& figure)
{
    if (!figure.half_width) return "-";
    return fmt::format("{} to {}", rounded(figure.mean - *figure.half_width),
                       rounded(figure.mean + *figure.half_width));
}

std::size_t name_width(const std::vector<Headline>& found)
{
    std::size_t width = 6;
    for (const Headline& headline : found) width = std::max(width, headline.name.size());
    return width;
}

std::string course_lines(std::string_view title, const std::vector<Headline>& found, const TextStyle& style,
                         const Palette& paint)
{
    const std::size_t width = std::max(name_width(found), title.size());
    std::string text;
    for (const Headline& headline : found) {
        if (headline.is_event) continue;
        if (text.empty())
            text = fmt::format("\n{}{:<{}}  {:>12} {:>12} {:>12}  {:<24}  {}{}\n", paint.strong, title, width,
                               "start", "mean", "end", "95 % interval of end", "course", paint.off);
        text += fmt::format(
            "{:<{}}  {:>12} {:>12} {:>12}  {:<24}  {}\n", headline.name, width,
            rounded(headline.course.front()), mean_of_course(headline), rounded(headline.figure.mean),
            interval(headline.figure),
            sparkline(headline.course, course_width, style.is_ascii ? Marks::ascii : Marks::blocks));
    }
    return text;
}

std::string shared_lines(const SharedFigures& found, const TextStyle& style, const Palette& paint)
{
    return resource_lines(found.summary.resources, paint) +
           course_lines("Clinicians, share", found.clinicians, style, paint) +
           policy_lines(found.summary.policies, found.replicates, paint);
}

}  // namespace txpath::report
